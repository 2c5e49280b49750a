package org.virnucpro.common.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.ModelsLocation;
import picocli.CommandLine.Option;

/** Where the models are. */
public final class ModelsOptions {

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "models folder with dnabert/, esm2/ and classifier/; not needed for --engine synthetic, nor"
                    + " with the next three options")
    private @Nullable Path folder;

    @Option(
            names = "--dnabert",
            paramLabel = "PATH|ID",
            description = "DNABERT to use instead: folder, file, or a model of the Hugging Face cache such as"
                    + " zhihan1996/DNABERT-S")
    private @Nullable String dnabert;

    @Option(
            names = "--esm2",
            paramLabel = "PATH|ID",
            description = "ESM-2 to use instead: folder, file such as esm2_t36_3B_UR50D.pt, or a model of the Hugging"
                    + " Face cache such as facebook/esm2_t36_3B_UR50D")
    private @Nullable String esm2;

    @Option(
            names = {"--classifier", "-p", "--model-path"},
            paramLabel = "FILE",
            description = "classifier to use instead, such as 500_model.pth")
    private @Nullable Path classifier;

    /**
     * What the options name.
     *
     * @throws CommandException when a model is not named
     */
    public ModelsLocation location() {
        ModelsLocation location =
                new ModelsLocation(folder, dnabert, esm2, classifier, HubCache.of(HostEnvironment.ofProcess()));
        if (!location.isComplete()) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--models DIR is missing: it holds dnabert/, esm2/, classifier/ (or name each of them with"
                            + " --dnabert, --esm2 and --classifier)");
        }
        return location;
    }

    /** Whether no model is named at all. */
    public boolean isEmpty() {
        return folder == null && dnabert == null && esm2 == null && classifier == null;
    }

    /** The same options with absolute paths, for a worker that is started with them. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        add(arguments, "--models", folder == null ? null : folder.toString());
        add(arguments, "--dnabert", dnabert);
        add(arguments, "--esm2", esm2);
        add(arguments, "--classifier", classifier == null ? null : classifier.toString());
        return arguments;
    }

    private static void add(List<String> arguments, String option, @Nullable String value) {
        if (value != null) {
            Path path = Path.of(value);
            arguments.addAll(
                    List.of(option, Files.exists(path) ? path.toAbsolutePath().toString() : value));
        }
    }
}
