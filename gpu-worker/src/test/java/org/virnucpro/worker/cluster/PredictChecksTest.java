package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.cli.PredictCommand;
import picocli.CommandLine;

/** What {@code predict} refuses before it plans, starts a broker or starts a worker. */
final class PredictChecksTest {

    private static final Path DEMO = Oracle.MODELS;
    private static final Path WIDE = RepositoryFiles.fixture("classifier-3328/500_model.pth");

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void models_of_different_widths() {
        assertRefused(ExitCodes.CONFIG, "takes 3328 features", "--models", DEMO, "--classifier", WIDE);
        assertThat(errors.toString()).contains("gives 48", "gives 64");
    }

    @Test
    void a_classifier_for_another_chunk_size() {
        Path classifier = DEMO.resolve("classifier/500_model.pth");

        assertRefused(
                ExitCodes.CONFIG,
                "500 bases, but the chunk size is 300",
                "--models",
                DEMO,
                "-l",
                300,
                "--classifier",
                classifier);
    }

    @Test
    void a_missing_tensor() throws IOException {
        Path config = DEMO.resolve("esm2/config.json");
        Path esm2 = Files.createDirectory(folder.resolve("esm2"));
        Files.copy(DEMO.resolve("esm2/model.safetensors"), esm2.resolve("model.safetensors"));
        String json = Files.readString(config);
        assertThat(json).contains("\"num_hidden_layers\": 3");
        Files.writeString(
                esm2.resolve("config.json"), json.replace("\"num_hidden_layers\": 3", "\"num_hidden_layers\": 4"));

        assertRefused(ExitCodes.CONFIG, "no tensor 'esm.encoder.layer.3.attention", "--models", DEMO, "--esm2", esm2);
    }

    @Test
    void a_process_engine_without_a_program_or_with_something_else_for_a_classifier() {
        assertRefused(ExitCodes.USAGE, "--engine-command", "--models", DEMO, "--engine", "process");
        assertRefused(
                ExitCodes.CONFIG,
                "is the esm2 model, but the classifier model is needed here",
                "--models",
                DEMO,
                "--engine",
                "process",
                "--engine-command",
                "true",
                "--classifier",
                DEMO.resolve("esm2/model.safetensors"));
    }

    @Test
    void gpus_for_an_engine_that_uses_none() {
        assertRefused(
                ExitCodes.USAGE,
                "--gpus goes with --engine cuda or --engine process, not cpu",
                "--models",
                DEMO,
                "--gpus",
                "GPU-1,GPU-2");
        assertRefused(
                ExitCodes.USAGE,
                "--workers 3 but 2 GPUs",
                "--models",
                DEMO,
                "--engine",
                "process",
                "--engine-command",
                "true",
                "--gpus",
                "GPU-1,GPU-2",
                "--workers",
                "3");
    }

    @Test
    void an_incomplete_list_of_models() {
        assertRefused(ExitCodes.USAGE, "--models DIR is missing", "--classifier", WIDE);
    }

    private void assertRefused(int exitCode, String words, Object... options) {
        List<String> arguments = new ArrayList<>(List.of(
                DEMO.resolve("predict/f01.fa").toString(),
                "-o",
                folder.resolve("out").toString()));
        for (Object option : options) {
            arguments.add(option.toString());
        }
        int code = new CommandLine(new PredictCommand())
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println(exception.getMessage());
                    return ((CommandException) exception).exitCode();
                })
                .execute(arguments.toArray(String[]::new));
        assertThat(errors.toString()).contains(words);
        assertThat(code).isEqualTo(exitCode);
    }
}
