package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.sequence.InputStem;
import org.virnucpro.common.task.RunId;

final class WorkFolderTest {

    private static final RunId RUN = new RunId("run-1");

    @TempDir
    Path folder;

    @Test
    void standard_input_is_a_file_of_its_own_stem_as_long_as_the_prediction_runs() throws IOException {
        Path out = folder.resolve("out");
        Path spooled;
        try (WorkFolder work = WorkFolder.below(out, RUN)) {
            List<Path> files = work.spooled(
                    List.of(Path.of("a.fa"), Path.of("-")),
                    new ByteArrayInputStream(">x\nACGT\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(files).hasSize(2).startsWith(Path.of("a.fa"));
            spooled = files.get(1);
            assertThat(InputStem.of(spooled.toString())).isEqualTo("stdin");
            assertThat(spooled).hasContent(">x\nACGT").startsWith(out.toRealPath());
        }
        assertThat(spooled).doesNotExist();
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void what_a_coordinator_keeps_there_is_left_alone() throws IOException {
        Path out = folder.resolve("out");
        Path parts = out.resolve(".virnucpro-run-1/parts");
        try (WorkFolder work = WorkFolder.below(out, RUN)) {
            work.spooled(List.of(Path.of("a.fa")), InputStream.nullInputStream());
            Files.createDirectories(parts);
        }
        assertThat(parts).exists();
    }

    @Test
    void a_temporary_one_leaves_nothing() throws IOException {
        Path output;
        try (WorkFolder work = WorkFolder.temporary(RUN)) {
            output = work.output();
            work.spooled(List.of(Path.of("-")), InputStream.nullInputStream());
        }
        assertThat(output).doesNotExist();
    }
}
