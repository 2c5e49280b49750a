package org.virnucpro.worker.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.npy.NpyException;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro classify}: features to probabilities, or to the table that VirNucPro writes. */
@Command(
        name = "classify",
        mixinStandardHelpOptions = true,
        description = "Turns features into the probabilities of \"others\" and \"virus\".",
        footer = {
            "",
            "Examples:",
            "  virnucpro classify --model 500_model.pth features.npy -o scores.npy",
            "  virnucpro classify --model 500_model.pth x_merged/output_1_merged.pt x_merged/output_2_merged.pt"
                    + " -o prediction_results.txt",
            "  virnucpro classify --model 500_model.pth x_nucleotide/output_1_DNABERT_S.pt x_protein/output_1_ESM.pt"
                    + " -o prediction_results.txt",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ClassifyCommand implements Subcommand {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "Classifier: safetensors, or .pth (state dict or whole module). No code in it is run.")
    private Path model = Path.of("");

    @Parameters(
            arity = "1..*",
            paramLabel = "FEATURES",
            description =
                    "<f4 .npy [n, d]: DNABERT mean, then ESM-2 mean, per row; or VirNucPro's own files: merged .pt,"
                            + " or a DNABERT_S.pt and an ESM.pt beside each other, which are merged by id.")
    private List<Path> features = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "Ending in .txt: prediction_results.txt with VirNucPro's bytes (virnucpro consensus makes the"
                    + " other table of it). Else .npy, <f4 [n, 2]: score1 (others) and score2 (virus) per row.")
    private Path output = Path.of("");

    @Override
    public Integer call() {
        FeatureInputs.requireReadable(features);
        try (TensorSource weights = Checkpoints.open(model)) {
            ScoreSink sink = new ScoreSink(output, spec.commandLine().getErr());
            new FeatureInputs(Classifier.load(weights), sink).classify(features);
            sink.write();
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
}
