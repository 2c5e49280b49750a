package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.RunReport;
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
            paramLabel = "UUID",
            description = "--engine process: one worker for each of these GPUs, named by the UUIDs of nvidia-smi -L;"
                    + " its program sees that GPU only.")
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

    /** The workers that a run would start. */
    List<WorkerSpeed> speeds(String engine) {
        int count = count(engine);
        if (count < 1 || count > 256) {
            throw new CommandException(ExitCodes.USAGE, "--workers " + count + ": 1 to 256");
        }
        if (!weights.isEmpty() && weights.size() != count) {
            throw new CommandException(ExitCodes.USAGE, "--weights: one number per worker, " + count + " in all");
        }
        return IntStream.range(0, count)
                .mapToObj(index ->
                        new WorkerSpeed(new WorkerId(engine + "-" + index), weights.isEmpty() ? 1 : weights.get(index)))
                .toList();
    }

    int run(Prediction prediction) throws InterruptedException {
        List<WorkerSpeed> speeds = speeds(prediction.engine());
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
        RunReport report =
                new LocalPrediction(prediction, DataRoots.of(folders), speeds, arguments, gpuArguments(speeds)).run();
        return report.exitCode();
    }

    private int count(String engine) {
        if (!gpus.isEmpty() && !engine.equals(EngineOptions.PROCESS) && !engine.equals(EngineOptions.CUDA)) {
            throw new CommandException(ExitCodes.USAGE, "--gpus goes with --engine cuda or process, not " + engine);
        }
        if (!gpus.isEmpty() && workers != null && workers != gpus.size()) {
            throw new CommandException(
                    ExitCodes.USAGE, "--workers " + workers + " but " + gpus.size() + " GPUs in --gpus: leave one out");
        }
        if (workers != null) {
            return workers;
        }
        if (gpus.isEmpty() && engine.equals(EngineOptions.CUDA)) {
            return 1; // without names all workers would take the same GPU
        }
        return gpus.isEmpty() ? Math.min(DEFAULT_WORKERS, CurrentJvm.processors()) : gpus.size();
    }

    private Map<WorkerId, List<String>> gpuArguments(List<WorkerSpeed> speeds) {
        Map<WorkerId, List<String>> arguments = new HashMap<>();
        for (int index = 0; index < gpus.size(); index++) {
            arguments.put(speeds.get(index).worker(), List.of("--gpu", gpus.get(index)));
        }
        return arguments;
    }
}
