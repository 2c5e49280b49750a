package org.virnucpro.worker.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.npy.NpyException;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.npy.NpyWriter;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnucpro classify}: features to probabilities, in blocks, whatever their number. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = "Turns features into the probabilities of \"others\" and \"virus\".")
public final class ClassifyCommand implements Subcommand {

    private static final int ROWS_PER_BLOCK = 256;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "Classifier: safetensors, or .pth (state dict or whole module). No code in it is run.")
    private Path model = Path.of("");

    @Parameters(paramLabel = "FEATURES.npy", description = "<f4 [n, d]: DNABERT mean, then ESM-2 mean, per row.")
    private Path features = Path.of("");

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.npy",
            description = "<f4 [n, 2]: score1 (others) and score2 (virus) per row.")
    private Path output = Path.of("");

    @Override
    public Integer call() {
        if (!Files.isReadable(features)) {
            throw new CommandException(ExitCodes.NO_INPUT, features + ": missing or not readable");
        }
        try (TensorSource weights = Checkpoints.open(model);
                NpyReader rows = NpyReader.open(features)) {
            classify(Classifier.load(weights), rows);
        } catch (WeightsException e) {
            throw failed(ExitCodes.CONFIG, e);
        } catch (NpyException e) {
            throw failed(ExitCodes.BAD_INPUT, e);
        } catch (UncheckedIOException e) {
            throw failed(ExitCodes.CANNOT_CREATE, e);
        }
        return ExitCodes.OK;
    }

    private static CommandException failed(int exitCode, RuntimeException cause) {
        return new CommandException(exitCode, String.valueOf(cause.getMessage()), cause);
    }

    private void classify(Classifier classifier, NpyReader rows) {
        if (rows.shape().size() != 2) {
            throw new NpyException(features + ": shape " + rows.shape() + "; expected [rows, features]");
        }
        classifier.requireWidth(features.toString(), rows.columns());
        float[] block = new float[ROWS_PER_BLOCK * classifier.width()];
        try (NpyWriter scores = NpyWriter.create(output, rows.rows(), Classifier.CLASSES)) {
            for (int read = rows.readRows(block, ROWS_PER_BLOCK);
                    read > 0;
                    read = rows.readRows(block, ROWS_PER_BLOCK)) {
                scores.writeRows(classifier.classify(block, read), read);
            }
        }
    }
}
