package org.virnucpro.coordinator.cli;

import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EmbeddingFormatOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.TableFormatOption;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.table.TableFormat;
import picocli.CommandLine.Option;

/** What is written beside the answers. */
final class ResultOptions {

    @Option(
            names = "--compat",
            paramLabel = "vanilla|broad",
            defaultValue = "vanilla",
            converter = TableFormatOption.class,
            description = "Form of prediction_results.txt and its consensus: VirNucPro's, or that of its Broad fork."
                    + " Default: ${DEFAULT-VALUE}.")
    private TableFormat compat = TableFormat.VANILLA;

    @Option(
            names = "--save-embeddings",
            paramLabel = "hdf5|npy|pt|none",
            defaultValue = "none",
            converter = EmbeddingFormatOption.class,
            description = "Keeps the embeddings of all open frames (DNABERT, then ESM-2) beside the results, as HDF5,"
                    + " NumPy or PyTorch file. 13 KB per open frame. Default: ${DEFAULT-VALUE}.")
    private EmbeddingFormat embeddings = EmbeddingFormat.NONE;

    /**
     * The settings of a run.
     *
     * @param engine of the run
     * @param models of the run; none when it only rehearses or estimates
     */
    ResultSettings settings(String engine, Optional<ModelsDigest> models) {
        if (engine.equals("synthetic") && embeddings != EmbeddingFormat.NONE) {
            throw new CommandException(
                    ExitCodes.USAGE, "--save-embeddings: --engine synthetic has no models and makes none");
        }
        return new ResultSettings(
                compat,
                embeddings,
                models.map(digest -> Map.of(
                                "dnabert", digest.dnabert(),
                                "esm2", digest.esm2(),
                                "classifier", digest.classifier()))
                        .orElse(Map.of()));
    }
}
