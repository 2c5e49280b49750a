package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.GpuWeightOptions;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.RunReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run on this machine. */
final class LocalOptions {

    /** A steal between processes of one machine costs about a millisecond. */
    static final StealMargin STEAL_MARGIN = new StealMargin(Duration.ofMillis(100), 0.05);

    private static final int DEFAULT_WORKERS = 4;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Worker processes on this machine. Default: one per processor, at most 4.")
    private @Nullable Integer workers;

    @Option(
            names = "--gpus",
            split = ",",
            paramLabel = "all|GPU",
            description =
                    "One worker for each of these GPUs, which sees that GPU only: all, numbers (0,1), or the UUIDs"
                            + " that nvidia-smi -L prints. Default for --engine cuda: all.")
    private List<String> gpus = List.of();

    @Option(
            names = {"-t", "--threads"},
            paramLabel = "N",
            description = "Threads per worker. Default: the processors, divided by the workers.")
    private @Nullable Integer threads;

    @Option(names = "--speed", hidden = true, paramLabel = "X", description = "Speed of the synthetic engine.")
    private @Nullable Double speed;

    @Option(
            names = "--weights",
            hidden = true,
            split = ",",
            paramLabel = "W",
            description = "Speeds of the workers as the plan believes them; default: all 1.")
    private List<Double> weights = List.of();

    @Mixin
    private DashboardOption dashboard = new DashboardOption();

    /** The workers that a run would start. */
    List<WorkerSpeed> speeds(String engine, GpuWeightOptions gpuWeights) {
        return speeds(engine, LocalGpus.choose(gpus, engine, workers, HostEnvironment.ofProcess()), gpuWeights);
    }

    private List<WorkerSpeed> speeds(String engine, LocalGpus chosen, GpuWeightOptions gpuWeights) {
        List<WorkerSpeed> speeds = chosen.isEmpty()
                ? IntStream.range(0, count())
                        .mapToObj(index -> new WorkerSpeed(new WorkerId(engine + "-" + index), 1))
                        .toList()
                : chosen.speeds(gpuWeights);
        if (weights.isEmpty()) {
            return speeds;
        }
        if (weights.size() != speeds.size()) {
            throw new CommandException(
                    ExitCodes.USAGE, "--weights: one number per worker, " + speeds.size() + " in all");
        }
        return IntStream.range(0, speeds.size())
                .mapToObj(index -> new WorkerSpeed(speeds.get(index).worker(), weights.get(index)))
                .toList();
    }

    int run(Prediction prediction, GpuWeightOptions gpuWeights) throws InterruptedException {
        LocalGpus chosen = LocalGpus.choose(gpus, prediction.engine(), workers, HostEnvironment.ofProcess());
        List<WorkerSpeed> speeds = speeds(prediction.engine(), chosen, gpuWeights);
        int perWorker = threads == null ? Math.max(1, CurrentJvm.processors() / speeds.size()) : threads;
        Map<String, Path> folders = new LinkedHashMap<>();
        for (Path folder : prediction.inputs().folders()) {
            folders.put("in" + folders.size(), folder);
        }
        folders.put("out", prediction.output());
        List<String> arguments = new ArrayList<>(prediction.engineArguments());
        arguments.addAll(List.of("--threads", Integer.toString(perWorker)));
        if (speed != null) {
            arguments.addAll(List.of("--speed", speed.toString()));
        }
        folders.forEach((name, folder) -> arguments.addAll(List.of("--data-root", name + "=" + folder)));
        RunReport report = new LocalPrediction(prediction, DataRoots.of(folders), speeds, arguments, chosen.uuids())
                .run(dashboard);
        return report.exitCode();
    }

    private int count() {
        int count = workers == null ? Math.min(DEFAULT_WORKERS, CurrentJvm.processors()) : workers;
        if (count < 1 || count > 256) {
            throw new CommandException(ExitCodes.USAGE, "--workers " + count + ": 1 to 256");
        }
        return count;
    }
}
