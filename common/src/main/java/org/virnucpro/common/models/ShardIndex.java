package org.virnucpro.common.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The index of a sharded checkpoint: {@code {"weight_map": {tensor: file, ...}}}, files in the folder of the index. */
public final class ShardIndex {

    private static final int MAX_BYTES = 64 << 20;

    private ShardIndex() {}

    /**
     * The file of each tensor, in the order of the index.
     *
     * @throws ModelsException when the index is damaged or names a file outside its folder
     */
    public static Map<String, Path> read(Path index) {
        JsonNode map = parse(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new ModelsException(index + ": no weight_map in it; expected the index of a sharded checkpoint");
        }
        Map<String, Path> files = new LinkedHashMap<>();
        map.properties().forEach(entry -> files.put(entry.getKey(), sibling(index, entry.getValue())));
        return files;
    }

    private static JsonNode parse(Path index) {
        try {
            long size = Files.size(index);
            if (size > MAX_BYTES) {
                throw new ModelsException(index + ": " + size + " bytes are too many for an index");
            }
            return JsonMapper.builder()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(Files.readAllBytes(index));
        } catch (JsonProcessingException e) {
            throw new ModelsException(index + ": damaged JSON: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelsException(index + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path sibling(Path index, JsonNode node) {
        String name = node.asText();
        boolean plain = node.isTextual() && !name.isEmpty() && !name.equals(".") && !name.equals("..");
        try {
            Path file = Path.of(name);
            if (plain && !file.isAbsolute() && file.getNameCount() == 1) {
                return index.resolveSibling(file);
            }
        } catch (InvalidPathException e) {
            throw new ModelsException(index + ": '" + name + "' is not a file name", e);
        }
        throw new ModelsException(
                index + ": names the file " + node + "; only files in the folder of the index are read");
    }
}
