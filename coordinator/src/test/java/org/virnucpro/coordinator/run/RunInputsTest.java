package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.task.InputFile;

final class RunInputsTest {

    @TempDir
    Path folder;

    @Test
    void two_inputs_of_one_stem_are_refused_with_the_way_out() throws IOException {
        Path first = Files.createFile(folder.resolve("x.fa"));
        Path second = Files.createFile(folder.resolve("x.fasta.gz"));
        assertThatThrownBy(() -> new RunInputs(List.of(first, second), ""))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCodes.USAGE))
                .hasMessageContaining("--prefix")
                .hasMessageContaining("'x'");
    }

    @Test
    void a_missing_input_is_named_before_any_work() {
        assertThatThrownBy(() -> new RunInputs(List.of(folder.resolve("absent.fa")), ""))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCodes.NO_INPUT))
                .hasMessageContaining("absent.fa");
    }

    @Test
    void all_inputs_that_cannot_be_read_are_named_at_once() throws IOException {
        Path there = Files.createFile(folder.resolve("there.fa"));
        assertThatThrownBy(
                        () -> new RunInputs(List.of(folder.resolve("a.fa"), there, folder.resolve("b.fa"), folder), ""))
                .hasMessageContainingAll("3 inputs", "a.fa: does not exist", "b.fa: does not exist", "is a folder")
                .hasMessageNotContaining("there.fa");
    }

    @Test
    void a_device_or_a_pipe_is_refused_with_the_way_out() {
        assertThatThrownBy(() -> new RunInputs(List.of(Path.of("/dev/null")), ""))
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("cannot read input /dev/null: is a pipe or a device")
                .hasMessageContaining("virnucpro predict - < /dev/null");
    }

    @Test
    void a_linked_input_keeps_the_name_of_the_link_and_is_found_where_it_lies() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path real = Files.writeString(data.resolve("real.fa"), ">a\nACGT\n");
        Path link = Files.createSymbolicLink(folder.resolve("sample.fa"), real);
        RunInputs inputs = new RunInputs(List.of(link), "p_");
        InputFile located = inputs.locate(
                        DataRoots.of(Map.of("in", inputs.folders().get(0))))
                .get(0);
        assertThat(located.stem()).isEqualTo("p_sample");
        assertThat(located.path().relative()).isEqualTo("real.fa");
        assertThat(located.bytes()).isEqualTo(8);
    }

    @Test
    void a_prefix_cannot_lead_out_of_the_output_folder() throws IOException {
        Path file = Files.createFile(folder.resolve("x.fa"));
        assertThatThrownBy(() -> new RunInputs(List.of(file), "../up_")).isInstanceOf(RunFailedException.class);
    }
}
