package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestFileTest {

    @TempDir
    Path folder;

    @Test
    void a_change_of_any_byte_is_noticed() throws IOException {
        Path file = folder.resolve(ManifestFile.NAME);
        ManifestFile.write(file, Map.of("run", "r\u00e9", "outputs", List.of(Map.of("path", "a"))));
        assertThat(ManifestFile.isIntact(file)).isTrue();
        assertThat(ManifestFile.read(file).path("run").asText()).isEqualTo("r\u00e9");
        assertThat(ManifestFile.read(file).path("manifest_sha256").asText()).hasSize(64);
        byte[] bytes = Files.readAllBytes(file);
        for (int place = 0; place < bytes.length; place++) {
            byte[] altered = bytes.clone();
            altered[place] ^= 1;
            Files.write(file, altered);
            assertThat(ManifestFile.isIntact(file)).as("byte " + place).isFalse();
        }
        Files.writeString(file, "{}");
        assertThat(ManifestFile.isIntact(file)).isFalse();
    }
}
