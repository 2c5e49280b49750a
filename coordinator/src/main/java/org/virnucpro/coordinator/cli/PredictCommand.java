package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunInputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro predict}: from FASTA files to predictions, on this machine or on a cluster. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Predicts which sequences are viral.",
            "",
            "Without --redis it starts a private broker and worker processes on this machine, and stops them at the end."
                    + " With --redis it hands the run to the coordinator and the workers of a cluster and watches;"
                    + " Ctrl-C then ends the watching, not the run."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro predict contigs.fa -o out --models models",
            "  virnucpro predict *.fa.gz -o out --models models -l 300 --workers 4",
            "  virnucpro predict /data/a.fa -o /data/out --models models --redis redis://head:6379 --data-root d=/data",
        })
public final class PredictCommand implements Subcommand {

    @Parameters(paramLabel = "INPUT", arity = "1..*", description = "FASTA files, plain or gzip.")
    private List<Path> inputs = List.of();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Folder for the results; made when absent, results of an earlier run in it are replaced.")
    private Path output = Path.of(".");

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Models folder with dnabert/, esm2/ and classifier/. Not needed for --engine synthetic.")
    private @Nullable Path models;

    @Option(names = "--classifier", paramLabel = "FILE", description = "Classifier to use instead of DIR/classifier.")
    private @Nullable Path classifier;

    @Option(
            names = {"-l", "--length"},
            paramLabel = "300|500",
            defaultValue = "500",
            description = "Chunk size in bases, which the classifier was trained for. Default: ${DEFAULT-VALUE}.")
    private int chunkSize;

    @Option(
            names = "--engine",
            paramLabel = "cpu|synthetic",
            defaultValue = "cpu",
            description = "What computes: the processor, or a rehearsal that only waits. Default: ${DEFAULT-VALUE}.")
    private String engine = "cpu";

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Put in front of result names.")
    private String prefix = "";

    @Mixin
    private StealOptions stealing = new StealOptions();

    @Mixin
    private PollOptions polling = new PollOptions();

    @Mixin
    private LocalOptions local = new LocalOptions();

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Prediction prediction = prediction();
            return remote.isGiven() ? remote.run(prediction) : local.run(prediction);
        } catch (RunFailedException failure) {
            throw new CommandException(failure.exitCode(), failure.getMessage(), failure);
        }
    }

    private Prediction prediction() {
        if (chunkSize != 300 && chunkSize != 500) {
            throw new CommandException(ExitCodes.USAGE, "-l " + chunkSize + ": VirNucPro is trained for 300 and 500");
        }
        RunInputs files = new RunInputs(inputs, prefix);
        return new Prediction(
                files,
                outputFolder(),
                chunkSize,
                engine,
                modelsDigest(),
                engineArguments(),
                stealing.settings(remote.isGiven() ? StealMargin.DEFAULT : LocalOptions.STEAL_MARGIN),
                polling.interval(),
                InstantSource.system(),
                progress.listener(command),
                JsonOutput.writer(command));
    }

    private Path outputFolder() {
        try {
            return Files.createDirectories(output).toRealPath();
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot make the output folder " + output + ": " + failure.getMessage());
        }
    }

    private String modelsDigest() {
        if (engine.equals("synthetic")) {
            return "";
        }
        if (!engine.equals("cpu")) {
            throw new CommandException(ExitCodes.USAGE, "--engine " + engine + ": known engines are cpu and synthetic");
        }
        if (models == null) {
            throw new CommandException(
                    ExitCodes.USAGE, "--models DIR is missing: it holds dnabert/, esm2/, classifier/");
        }
        try {
            ModelsFolder resolved = classifier == null
                    ? ModelsFolder.resolve(models, chunkSize)
                    : ModelsFolder.resolve(models, chunkSize, classifier);
            return ModelsDigest.of(resolved).combined();
        } catch (ModelsException wrong) {
            throw new CommandException(ExitCodes.CONFIG, wrong.getMessage(), wrong);
        }
    }

    private List<String> engineArguments() {
        List<String> arguments = new ArrayList<>(List.of("--engine", engine));
        if (models != null && !engine.equals("synthetic")) {
            arguments.addAll(List.of("--models", models.toAbsolutePath().toString()));
        }
        if (classifier != null) {
            arguments.addAll(List.of("--classifier", classifier.toAbsolutePath().toString()));
        }
        return arguments;
    }
}
