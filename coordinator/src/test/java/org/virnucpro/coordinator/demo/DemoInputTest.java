package org.virnucpro.coordinator.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoInputTest {

    @Test
    void the_same_files_every_time_and_of_very_unequal_size(@TempDir Path first, @TempDir Path second)
            throws IOException {
        List<Path> files = new DemoInput().write(first);
        List<Path> again = new DemoInput().write(second);
        long largest = 0;
        long total = 0;
        for (int index = 0; index < files.size(); index++) {
            assertThat(files.get(index)).hasSameBinaryContentAs(again.get(index));
            largest = Math.max(largest, Files.size(files.get(index)));
            total += Files.size(files.get(index));
        }
        assertThat(largest).isGreaterThan(total / 4);
    }

    @Test
    void the_demo_models_are_in_the_build(@TempDir Path folder) throws IOException {
        new DemoModels().write(folder);
        assertThat(folder.resolve("esm2/model.safetensors")).exists();
    }
}
