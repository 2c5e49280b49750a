package org.virnucpro.coordinator.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.GpuWeightOptions;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.common.device.GpuException;
import org.virnucpro.common.device.WorkerWeight;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * The graphics cards of a run on this machine, each with the worker that it gets; none when the engine uses none.
 *
 * @param engine kind of engine
 * @param byWorker in the order in which they were named
 */
record LocalGpus(String engine, Map<WorkerId, Gpu> byWorker) {

    private static final int SHORT_UUID = "GPU-01234567".length();

    /**
     * Chooses.
     *
     * @param texts what {@code --gpus} names; empty: all for the engine that needs cards
     * @param workers how many workers are asked for, or null
     * @throws CommandException when a card is missing, or the options contradict each other
     */
    static LocalGpus choose(List<String> texts, String engine, @Nullable Integer workers, HostEnvironment environment) {
        boolean cuda = engine.equals(EngineOptions.CUDA);
        if (!texts.isEmpty() && !cuda && !engine.equals(EngineOptions.PROCESS)) {
            throw new CommandException(
                    ExitCodes.USAGE, "--gpus goes with --engine cuda or --engine process, not " + engine);
        }
        if (texts.isEmpty() && !cuda) {
            return new LocalGpus(engine, Map.of());
        }
        try {
            List<Gpu> gpus = GpuChoice.ofHost(environment).several(texts.isEmpty() ? List.of("all") : texts);
            if (workers == null || workers == gpus.size()) {
                return of(engine, gpus);
            }
            if (texts.isEmpty() && workers > 0 && workers < gpus.size()) {
                return of(engine, gpus.subList(0, workers));
            }
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--workers " + workers + " but " + gpus.size() + " GPUs"
                            + (texts.isEmpty()
                                    ? " are visible here: each has one worker"
                                    : " in --gpus: leave one out"));
        } catch (GpuException unusable) {
            throw new CommandException(ExitCodes.CONFIG, unusable.getMessage(), unusable);
        }
    }

    static LocalGpus of(String engine, List<Gpu> gpus) {
        boolean told = gpus.stream().map(LocalGpus::shortName).distinct().count() == gpus.size();
        Map<WorkerId, Gpu> byWorker = new LinkedHashMap<>();
        gpus.forEach(gpu -> byWorker.put(new WorkerId(told ? shortName(gpu) : gpu.uuid()), gpu));
        return new LocalGpus(engine, byWorker);
    }

    private static String shortName(Gpu gpu) {
        return gpu.uuid().substring(0, Math.min(SHORT_UUID, gpu.uuid().length()));
    }

    boolean isEmpty() {
        return byWorker.isEmpty();
    }

    /** What the plan believes of the workers, from the table of cards. */
    List<WorkerSpeed> speeds(GpuWeightOptions weights) {
        return byWorker.entrySet().stream()
                .map(entry -> new WorkerSpeed(
                        entry.getKey(),
                        WorkerWeight.choose(
                                        null,
                                        weights.weighted(),
                                        engine,
                                        entry.getValue().name(),
                                        weights.table())
                                .value()))
                .toList();
    }

    /** By worker, the card that it alone sees. */
    Map<WorkerId, String> uuids() {
        Map<WorkerId, String> uuids = new LinkedHashMap<>();
        byWorker.forEach((worker, gpu) -> uuids.put(worker, gpu.uuid()));
        return uuids;
    }
}
