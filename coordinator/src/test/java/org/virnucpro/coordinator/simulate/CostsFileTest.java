package org.virnucpro.coordinator.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CostsFileTest {

    @TempDir
    Path folder;

    @Test
    void seconds_become_milliseconds_and_empty_lines_are_skipped() throws Exception {
        assertThat(CostsFile.read(file("1.5\n\n  2  \r\n0\n1e-1"))).containsExactly(1_500, 2_000, 0, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "NaN", "Infinity", "1e300", "five", "1 2", "1,5"})
    void a_line_that_is_no_number_of_seconds_is_named(String line) throws IOException {
        Path costs = file("1\n" + line + "\n");
        assertThatThrownBy(() -> CostsFile.read(costs))
                .isInstanceOf(CostsFile.Unusable.class)
                .hasMessageContaining("costs.txt, line 2: '" + line + "'");
    }

    @Test
    void a_file_without_costs_is_refused() throws IOException {
        Path costs = file("\n\n");
        assertThatThrownBy(() -> CostsFile.read(costs))
                .isInstanceOf(CostsFile.Unusable.class)
                .hasMessageContaining("holds no cost");
    }

    @Test
    void a_file_that_is_no_text_is_refused() throws IOException {
        Path costs = Files.write(folder.resolve("costs.bin"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> CostsFile.read(costs))
                .isInstanceOf(CostsFile.Unusable.class)
                .hasMessageContaining("costs.bin");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> CostsFile.read(folder.resolve("none.txt")))
                .isInstanceOf(CostsFile.Unusable.class)
                .hasMessageContaining("none.txt");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("costs.txt"), text);
    }
}
