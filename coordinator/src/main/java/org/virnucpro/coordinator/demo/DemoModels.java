package org.virnucpro.coordinator.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Tiny models with random weights in the layout of the real ones. What they predict carries no meaning. */
public final class DemoModels {

    private static final String RESOURCES = "/org/virnucpro/coordinator/demo/models/";
    private static final List<String> FILES = List.of(
            "dnabert/config.json",
            "dnabert/model.safetensors",
            "dnabert/tokenizer.json",
            "esm2/config.json",
            "esm2/model.safetensors",
            "esm2/vocab.txt",
            "classifier/classifier.safetensors");

    /** Writes a models folder. */
    public void write(Path folder) throws IOException {
        for (String file : FILES) {
            Path target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream resource = DemoModels.class.getResourceAsStream(RESOURCES + file)) {
                if (resource == null) {
                    throw new IOException("this build lacks the demo's models: " + RESOURCES + file);
                }
                Files.copy(resource, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
