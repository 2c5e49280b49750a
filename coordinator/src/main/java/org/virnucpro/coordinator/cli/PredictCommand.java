package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.GpuWeightOptions;
import org.virnucpro.common.cli.ModelsOptions;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.models.ModelsCheck;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.CostFile;
import org.virnucpro.coordinator.embedded.LocalRun;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunInputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  virnucpro predict contigs.fa -o out --models models --resume      (after a stop, or always)",
            "  virnucpro predict 'samples/*.fa.gz' -o out --models models -l 300 --workers 4",
            "  virnucpro predict --input-list samples.txt -o out --models models --dry-run",
            "  zcat contigs.fa.gz | virnucpro predict - -o out --models models",
            "  virnucpro predict contigs.fa -o out --dnabert zhihan1996/DNABERT-S --esm2 esm2_t36_3B_UR50D.pt"
                    + " --classifier 500_model.pth --engine process --engine-command 'python3 pytorch_engine.py'",
            "  virnucpro predict /data/a.fa -o /data/out --models models --redis redis://head:6379 --data-root d=/data",
        })
public final class PredictCommand implements Subcommand {

    @Mixin
    private InputOptions inputs = new InputOptions();

    @Option(
            names = {"-o", "--out", "--output-dir"},
            paramLabel = "DIR",
            description =
                    "Folder for the results; made when absent. Finished results of an earlier run in it are replaced"
                            + " when the new ones are complete; a stopped run in it is kept, see --resume.")
    private @Nullable Path output;

    @Mixin
    private ModelsOptions models = new ModelsOptions();

    @Option(
            names = {"-l", "--length", "-e", "--expected-length", "-m", "--model-type"},
            paramLabel = "300|500",
            defaultValue = "500",
            description = "Chunk size in bases, which the classifier was trained for. Default: ${DEFAULT-VALUE}.")
    private int chunkSize;

    @Option(
            names = "--engine",
            paramLabel = "cpu|cuda|process|synthetic",
            defaultValue = "cpu",
            description =
                    "What computes: the processor, NVIDIA GPUs, a program of yours (--engine-command), or a rehearsal that"
                            + " only waits. Default: ${DEFAULT-VALUE}.")
    private String engine = "cpu";

    @Mixin
    private EngineOptions program = new EngineOptions();

    @Option(
            names = {"-n", "--dry-run"},
            description = "Read the inputs, say what the run would take, and end. Starts and writes nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "With --dry-run: one JSON object on one line.")
    private boolean json;

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Put in front of result names.")
    private String prefix = "";

    @Mixin
    private ResumeOptions resuming = new ResumeOptions();

    @Mixin
    private ResultOptions results = new ResultOptions();

    @Mixin
    private StealOptions stealing = new StealOptions();

    @Mixin
    private ShardOptions shards = new ShardOptions();

    @Mixin
    private GpuWeightOptions gpuWeights = new GpuWeightOptions();

    @Mixin
    private CostFileOption costFile = new CostFileOption();

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
        if (json && !dryRun) {
            throw new CommandException(ExitCodes.USAGE, "--json goes with --dry-run; see run.json for finished runs");
        }
        try {
            return dryRun ? estimate() : predict();
        } catch (RunFailedException failure) {
            throw new CommandException(failure.exitCode(), failure.getMessage(), failure);
        }
    }

    private int predict() throws InterruptedException {
        List<Path> files = inputs.files();
        if (output == null) {
            throw new CommandException(ExitCodes.USAGE, "-o DIR is missing: the folder for the results");
        }
        if (remote.isGiven() && files.stream().anyMatch(InputOptions::isStandardInput)) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "standard input cannot be handed to a cluster: write it into a file below a data root, and name that");
        }
        Path folder = WorkFolder.made(output);
        RunStart start = resuming.start(folder, Prediction.freshRun(InstantSource.system()));
        try (WorkFolder work = WorkFolder.below(folder, start.run())) {
            Prediction prediction = prediction(work, files);
            OptionalInt finished = start.compare(prediction);
            if (finished.isPresent()) {
                return finished.getAsInt();
            }
            if (remote.isGiven()) {
                return remote.run(prediction, start);
            }
            start.clear();
            return local.run(prediction, gpuWeights);
        }
    }

    private int estimate() {
        List<Path> files = inputs.files();
        try (WorkFolder work = WorkFolder.temporary(Prediction.freshRun(InstantSource.system()))) {
            Prediction prediction = prediction(work, files);
            List<WorkerSpeed> workers = remote.isGiven()
                    ? List.of(new WorkerSpeed(new WorkerId("one"), 1))
                    : local.speeds(engine, gpuWeights);
            return new DryRun(prediction, workers, modelBytes()).run(json);
        }
    }

    private Prediction prediction(WorkFolder work, List<Path> files) {
        if (chunkSize != 300 && chunkSize != 500) {
            throw new CommandException(ExitCodes.USAGE, "-l " + chunkSize + ": VirNucPro is trained for 300 and 500");
        }
        Optional<CostFile> costs = costFile.open();
        Optional<ModelsDigest> digest = modelsDigest(costs);
        return new Prediction(
                work.run(),
                new RunInputs(work.spooled(files, System.in), prefix),
                work.output(),
                chunkSize,
                engine,
                digest.map(ModelsDigest::combined).orElse(""),
                results.settings(engine, digest),
                engineArguments(),
                stealing.settings(remote.isGiven() ? StealMargin.DEFAULT : LocalOptions.STEAL_MARGIN),
                shardLimit(),
                costs,
                LocalRun.settings(polling.interval(), polling.stallAfter()),
                resuming.diskCheck(),
                InstantSource.system(),
                progress.listener(command),
                JsonOutput.writer(command));
    }

    private ShardLimit shardLimit() {
        try {
            return shards.limit();
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** Digests are of whole files: a dry run makes one only when it can find measured costs by it. */
    private Optional<ModelsDigest> modelsDigest(Optional<CostFile> costs) {
        try {
            Optional<ModelsFolder> resolved = resolved();
            resolved.ifPresent(this::check);
            boolean needed = !dryRun
                    || costs.map(CostFile::read)
                            .filter(known -> !known.isEmpty())
                            .isPresent();
            return resolved.filter(files -> needed).map(ModelsDigest::of);
        } catch (ModelsException wrong) {
            throw new CommandException(ExitCodes.CONFIG, wrong.getMessage(), wrong);
        }
    }

    private long modelBytes() {
        try {
            return resolved().map(ModelsFolder::bytes).orElse(0L);
        } catch (ModelsException wrong) {
            throw new CommandException(ExitCodes.CONFIG, wrong.getMessage(), wrong);
        }
    }

    /** The models; none for an engine without. */
    private Optional<ModelsFolder> resolved() {
        if (engine.equals("synthetic") || (dryRun && models.isEmpty())) {
            return Optional.empty();
        }
        if (!Set.of("cpu", EngineOptions.CUDA, EngineOptions.PROCESS).contains(engine)) {
            throw new CommandException(
                    ExitCodes.USAGE, "--engine " + engine + ": known engines are cpu, cuda, process and synthetic");
        }
        return Optional.of(models.location().resolve(chunkSize));
    }

    /** Before anything is planned or started. */
    private void check(ModelsFolder resolved) {
        for (ModelsCheck check : ServiceLoader.load(ModelsCheck.class)) {
            if (engine.equals(EngineOptions.PROCESS)) {
                check.checkClassifier(resolved.classifier());
            } else {
                check.check(resolved);
            }
        }
    }

    private List<String> engineArguments() {
        List<String> arguments = new ArrayList<>(List.of("--engine", engine));
        if (!engine.equals("synthetic")) {
            arguments.addAll(models.arguments());
        }
        if (!remote.isGiven()) {
            arguments.addAll(program.arguments(engine));
        }
        arguments.addAll(gpuWeights.arguments());
        return arguments;
    }
}
