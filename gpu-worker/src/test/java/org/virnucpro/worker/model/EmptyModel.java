package org.virnucpro.worker.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;

/** Models of any size as sparse files: a header, and zeros that take no room on the disk. */
final class EmptyModel {

    private final Path folder;
    private final ObjectNode header = JsonNodeFactory.instance.objectNode();
    private String left = "?";
    private long bytes;

    EmptyModel(Path folder) {
        this.folder = folder;
    }

    /** Leaves out the tensor whose name ends so. */
    EmptyModel without(String name) {
        left = name;
        return this;
    }

    /** An ESM-2 of these sizes with Hugging Face names, in F16. */
    ModelFiles esm2(int layers, int width, int heads) throws IOException {
        tensor("esm.embeddings.word_embeddings.weight", 33, width);
        for (int layer = 0; layer < layers; layer++) {
            String name = "esm.encoder.layer." + layer;
            norm(name + ".attention.LayerNorm", width);
            for (String matrix : new String[] {"self.query", "self.key", "self.value", "output.dense"}) {
                linear(name + ".attention." + matrix, width, width);
            }
            norm(name + ".LayerNorm", width);
            linear(name + ".intermediate.dense", 4 * width, width);
            linear(name + ".output.dense", width, 4 * width);
        }
        norm("esm.encoder.emb_layer_norm_after", width);
        Files.writeString(
                folder.resolve("config.json"),
                "{\"position_embedding_type\": \"rotary\", \"vocab_size\": 33, \"num_hidden_layers\": " + layers
                        + ", \"hidden_size\": " + width + ", \"num_attention_heads\": " + heads
                        + ", \"intermediate_size\": " + 4 * width + "}");
        return new ModelFiles(ModelPart.ESM2, folder, write(folder.resolve("model.safetensors")));
    }

    private void linear(String name, int outputs, int inputs) {
        tensor(name + ".weight", outputs, inputs);
        tensor(name + ".bias", outputs);
    }

    private void norm(String name, int width) {
        tensor(name + ".weight", width);
        tensor(name + ".bias", width);
    }

    private void tensor(String name, int... shape) {
        if (name.endsWith(left)) {
            return;
        }
        ObjectNode entry = header.putObject(name).put("dtype", "F16");
        long numbers = 1;
        for (int size : shape) {
            numbers *= size;
            entry.withArray("shape").add(size);
        }
        entry.putArray("data_offsets").add(bytes).add(bytes + 2 * numbers);
        bytes += 2 * numbers;
    }

    private Path write(Path file) throws IOException {
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            sparse.write(text);
            sparse.setLength(8 + text.length + bytes);
        }
        return file;
    }
}
