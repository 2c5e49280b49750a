package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.loop.WorkerFaultException;

/** One way to each exit code; docs/exit-codes.md names these tests. 130 and 143 take a process: see PredictIT. */
final class ExitCodesTest {

    @TempDir
    Path folder;

    @Test
    void code_0_also_for_a_file_without_sequences() throws IOException {
        assertThat(translate("").exitCode()).isEqualTo(ExitCodes.OK);
    }

    @Test
    void code_2_for_a_command_line_that_is_wrong() {
        CommandRun run = CommandRun.of("--config", "none", "predict", "--modles", "x");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("--models");
        assertThat(CommandRun.of("--config", "none", "predikt").err()).contains("predict");
    }

    @Test
    void code_3_when_some_records_failed() throws IOException {
        assertThat(translate(">good\nACGT\n>empty\n").exitCode()).isEqualTo(ExitCodes.PARTIAL);
    }

    @Test
    void code_65_for_an_input_without_records() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "no FASTA\n");
        assertThat(CommandRun.of("--config", "none", "predict", text.toString(), "-n")
                        .exitCode())
                .isEqualTo(ExitCodes.BAD_INPUT);
    }

    @Test
    void code_66_for_a_missing_input() {
        assertThat(CommandRun.of("--config", "none", "predict", "missing.fa", "-n")
                        .exitCode())
                .isEqualTo(ExitCodes.NO_INPUT);
    }

    @Test
    void code_69_for_a_broker_that_does_not_answer() {
        CommandRun run = CommandRun.of("--config", "none", "workers", "--redis", "redis://127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("internal error");
    }

    @Test
    void code_73_for_an_output_that_cannot_be_written() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path input = Files.writeString(folder.resolve("x.fa"), ">x\nACGT\n");
        CommandRun run = CommandRun.of(
                "--config",
                "none",
                "predict",
                input.toString(),
                "-o",
                file.resolve("out").toString());
        assertThat(run.exitCode()).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(run.err()).contains("cannot make the output folder");
    }

    @Test
    void code_75_for_a_worker_out_of_resources() {
        assertThat(WorkerCommand.exitCode(WorkerFaultException.Fault.RESOURCES)).isEqualTo(ExitCodes.TEMPORARY);
    }

    @Test
    void code_78_for_models_or_a_configuration_that_do_not_fit() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), ">x\nACGT\n");
        assertThat(CommandRun.of(
                                "--config",
                                "none",
                                "predict",
                                input.toString(),
                                "-o",
                                folder.resolve("out").toString(),
                                "--models",
                                folder.resolve("none").toString())
                        .exitCode())
                .isEqualTo(ExitCodes.CONFIG);
        Path wrong = Files.writeString(folder.resolve("wrong.toml"), "wokers = 4");
        assertThat(CommandRun.of("--config", wrong.toString(), "predict", input.toString(), "-n")
                        .exitCode())
                .isEqualTo(ExitCodes.CONFIG);
    }

    @Test
    void every_code_is_documented_and_no_other() throws Exception {
        List<Integer> codes = new ArrayList<>();
        for (Field field : ExitCodes.class.getFields()) {
            codes.add(field.getInt(null));
        }
        String page = Files.readString(RepositoryFiles.top().resolve("docs/exit-codes.md"));
        List<Integer> documented = Pattern.compile("(?m)^\\| ([0-9]+) \\|")
                .matcher(page)
                .results()
                .map((MatchResult row) -> Integer.valueOf(row.group(1)))
                .toList();
        assertThat(documented).containsExactlyElementsOf(codes.stream().sorted().toList());
    }

    private CommandRun translate(String text) throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), text);
        return CommandRun.of(
                "--config",
                "none",
                "translate",
                input.toString(),
                "-l",
                "500",
                "-o",
                folder.resolve("out").toString());
    }
}
