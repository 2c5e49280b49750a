package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.Python;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.process.FakeChildCommand;

/** {@code predict --engine process} as real processes. */
final class ProcessEngineIT {

    /** Different programs die and hang with each; printed by a failure through the folder's name. */
    private static final int[] SEEDS = {3, 8};

    @TempDir
    private Path folder;

    @Test
    void predictions_with_pytorch_are_those_of_the_reference() throws Exception {
        String command = quoted(List.of(
                Python.withOrSkip("torch"),
                RepositoryFiles.top().resolve("examples/pytorch_engine.py").toString(),
                "--device",
                "cpu"));
        Path out = folder.resolve("out");

        assertThat(Launched.run(folder, predict(out, command, "--workers", "2")))
                .isZero();

        Oracle.assertPredictions(out, 500, 1e-4);
    }

    @Test
    void programs_that_die_and_hang_at_random_lose_nothing() throws Exception {
        Path calm = folder.resolve("calm");
        assertThat(Launched.run(folder, predict(calm, fake("calm-starts"), "--workers", "2")))
                .isZero();
        for (int seed : SEEDS) {
            Path starts = folder.resolve("starts-" + seed);
            Path disturbed = folder.resolve("seed-" + seed);
            int code = Launched.run(
                    folder,
                    predict(
                            disturbed,
                            fake(starts.getFileName().toString(), "random=" + seed),
                            "--workers",
                            "2",
                            "--engine-timeout",
                            "3s"));

            assertThat(code).as("seed " + seed).isZero();
            assertThat(Tables.below(disturbed)).as("seed " + seed).isNotEmpty().isEqualTo(Tables.below(calm));
            assertThat(starts.toFile().list((parent, name) -> name.startsWith("start-")))
                    .as("starts with seed " + seed)
                    .hasSizeGreaterThan(2);
        }
    }

    private String fake(String name, String... faults) throws IOException {
        return quoted(FakeChildCommand.of(Files.createDirectory(folder.resolve(name)), faults));
    }

    private static String quoted(List<String> words) {
        return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private static String[] predict(Path out, String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("predict", "-o", out.toString()));
        Oracle.inputs().forEach(input -> arguments.add(input.toString()));
        arguments.addAll(List.of("--models", Oracle.MODELS.toString(), "--engine", "process"));
        arguments.addAll(List.of("--engine-command", command));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
