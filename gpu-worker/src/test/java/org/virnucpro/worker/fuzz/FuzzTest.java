package org.virnucpro.worker.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.CurrentJvm;

/** Ten thousand damaged files for each reader, in a process with a small heap and a deadline for each file. */
final class FuzzTest {
    private static final int INPUTS = 10_000;
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    Path folder;

    @Test
    void damaged_files_are_read_or_refused_with_a_declared_error_in_64_mib() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path files = files();
        // the first compiler only: it is there for the readers, not for their speed
        List<String> command = new ArrayList<>(
                CurrentJvm.command(FuzzMain.class, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("1", Integer.toString(INPUTS), files.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> text(output)).isZero();
        if (!files.equals(folder)) {
            Files.delete(files);
        }
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> reports = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            if (line.startsWith("{")) {
                reports.add(json.readTree(line));
            }
        }
        assertThat(reports)
                .extracting(report -> report.path("reader").asText())
                .containsExactly("fasta", "safetensors", "npy", "pickle", "tokenizer");
        assertThat(reports).allSatisfy(report -> {
            long read = report.path("outcomes").path("read").asLong();
            assertThat(report.path("inputs").asLong()).isEqualTo(INPUTS);
            // harmless damage and fatal damage are both there
            assertThat(read).as(report.toString()).isBetween(INPUTS / 50L, INPUTS - INPUTS / 10L);
        });
    }

    /** In memory where the system has such a folder; what makes a reader fail is kept there. */
    private Path files() throws IOException {
        return Files.isWritable(MEMORY) ? Files.createTempDirectory(MEMORY, "virnucpro-fuzz-test") : folder;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return gone.toString();
        }
    }
}
