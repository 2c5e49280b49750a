package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.npy.NpyWriter;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.FloatTensor;
import picocli.CommandLine;

final class ClassifyCommandTest {

    private static final Path MODEL = RepositoryFiles.fixture("classifier-tiny/500_model.pth");
    private static final Path FEATURES = RepositoryFiles.fixture("classifier-tiny/expected/inputs.npy");

    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void features_become_probabilities() {
        Path output = folder.resolve("scores.npy");

        assertThat(run(MODEL, FEATURES, output)).isEqualTo(ExitCodes.OK);

        FloatTensor actual = NpyReader.readAll(output);
        FloatTensor expected = NpyReader.readAll(FEATURES.resolveSibling("softmax.npy"));
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < actual.values().length; i++) {
            assertThat(actual.values()[i]).isCloseTo(expected.values()[i], within(1e-5f));
        }
    }

    @Test
    void more_rows_than_a_block_give_the_same_bits_as_one_block() {
        FloatTensor few = NpyReader.readAll(FEATURES);
        int rows = few.shape()[0];
        int copies = 20;
        Path many = folder.resolve("many.npy");
        try (NpyWriter writer = NpyWriter.create(many, (long) rows * copies, few.shape()[1])) {
            for (int i = 0; i < copies; i++) {
                writer.writeRows(few.values(), rows);
            }
        }
        run(MODEL, many, folder.resolve("many-scores.npy"));
        run(MODEL, FEATURES, folder.resolve("few-scores.npy"));

        float[] manyScores =
                NpyReader.readAll(folder.resolve("many-scores.npy")).values();
        float[] fewScores = NpyReader.readAll(folder.resolve("few-scores.npy")).values();
        assertThat(rows * copies).isGreaterThan(256);
        for (int i = 0; i < manyScores.length; i++) {
            assertThat(manyScores[i]).isEqualTo(fewScores[i % fewScores.length]);
        }
    }

    @Test
    void each_kind_of_failure_has_its_exit_code_and_leaves_no_output() throws Exception {
        Path output = folder.resolve("scores.npy");
        Path damaged = Files.write(folder.resolve("damaged.npy"), new byte[100]);
        Path wide = RepositoryFiles.fixture("classifier-3328/expected/inputs.npy");

        assertThat(run(MODEL, folder.resolve("none.npy"), output)).isEqualTo(ExitCodes.NO_INPUT);
        assertThat(run(MODEL, damaged, output)).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(run(MODEL, wide, output)).isEqualTo(ExitCodes.CONFIG);
        assertThat(run(damaged, FEATURES, output)).isEqualTo(ExitCodes.CONFIG);
        assertThat(run(MODEL, FEATURES, folder.resolve("no/such/folder.npy"))).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(folder).isDirectoryNotContaining("glob:**scores.npy*");
        assertThat(errors.toString())
                .contains("none.npy: missing", "damaged.npy: not a .npy file", "3328 features per row", "takes 112");
    }

    private int run(Path model, Path features, Path output) {
        return new CommandLine(new ClassifyCommand())
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println(exception.getMessage());
                    return ((CommandException) exception).exitCode();
                })
                .execute("--model", model.toString(), features.toString(), "-o", output.toString());
    }
}
