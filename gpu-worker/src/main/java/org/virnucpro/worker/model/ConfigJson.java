package org.virnucpro.worker.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Hugging Face {@code config.json}. Values of another type or out of range are refused by key. */
final class ConfigJson {
    private static final long MAX_BYTES = 1 << 20;

    private final Path file;
    private final JsonNode root;

    private ConfigJson(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static ConfigJson read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelException(file + ": more than " + MAX_BYTES + " bytes are no config.json");
            }
            return new ConfigJson(file, new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read as config.json: " + e.getMessage(), e);
        }
    }

    String text(String key) {
        return root.path(key).asText();
    }

    int positive(String key) {
        JsonNode value = root.path(key);
        if (!value.isInt() || value.asInt() <= 0) {
            throw refused(key, "must be a positive whole number, but is " + shown(value));
        }
        return value.asInt();
    }

    double positive(String key, double whenAbsent) {
        JsonNode value = root.path(key);
        if (value.isMissingNode()) {
            return whenAbsent;
        }
        if (!value.isNumber() || !(value.asDouble() > 0)) {
            throw refused(key, "must be a positive number, but is " + shown(value));
        }
        return value.asDouble();
    }

    boolean flag(String key, boolean whenAbsent) {
        return root.path(key).asBoolean(whenAbsent);
    }

    ModelException refused(String key, String problem) {
        return new ModelException(file + ": " + key + " " + problem);
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "absent" : value.toString();
    }
}
