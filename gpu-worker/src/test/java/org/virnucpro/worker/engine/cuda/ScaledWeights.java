package org.virnucpro.worker.engine.cuda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Copies of a model with float32 weights, some of them multiplied. */
final class ScaledWeights {

    private ScaledWeights() {}

    /** @param factors by the ends of the tensors' names */
    static Path copy(Path model, Path folder, Map<String, Float> factors) throws IOException {
        Files.copy(model.resolve("config.json"), folder.resolve("config.json"));
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(model.resolve("model.safetensors")))
                .order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) file.getLong(0);
        JsonNode tensors =
                new ObjectMapper().readTree(new String(file.array(), Long.BYTES, header, StandardCharsets.UTF_8));
        factors.forEach((end, factor) -> {
            String name = only(tensors, end);
            JsonNode offsets = tensors.path(name).path("data_offsets");
            int data = Long.BYTES + header;
            for (int at = data + offsets.get(0).asInt();
                    at < data + offsets.get(1).asInt();
                    at += Float.BYTES) {
                file.putFloat(at, file.getFloat(at) * factor);
            }
        });
        Files.write(folder.resolve("model.safetensors"), file.array());
        return folder;
    }

    private static String only(JsonNode tensors, String end) {
        var names = tensors.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (name.endsWith(end) && tensors.path(name).path("dtype").asText().equals("F32")) {
                return name;
            }
        }
        throw new AssertionError("no float32 tensor ends in " + end);
    }
}
