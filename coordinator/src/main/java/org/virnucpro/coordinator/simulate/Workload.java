package org.virnucpro.coordinator.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.coordinator.plan.CostShards;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/** Files to compute, and how well their costs are known. */
public final class Workload {

    private final long[] fileMillis;
    private final double costError;

    /**
     * @param fileMillis true cost of each file on the reference
     * @param costError the predicted cost of a file is its true cost times a lognormal factor with this standard deviation
     *     of the logarithm; all shards of a file are off by the same factor, as they are when a model misjudges a kind of
     *     sequence
     */
    public Workload(long[] fileMillis, double costError) {
        if (!(costError >= 0 && costError <= 1)) {
            throw new IllegalArgumentException("error of the predictions: " + costError + ", must be between 0 and 1");
        }
        this.fileMillis = fileMillis.clone();
        this.costError = costError;
    }

    /** How far predictions are off. */
    public double costError() {
        return costError;
    }

    /**
     * The tasks.
     *
     * @param workers whom the plan reckons with
     * @param limit cuts the files; empty leaves them whole
     * @param random draws the errors
     */
    public List<SimulatedTask> tasks(
            List<SimulatedWorker> workers, Optional<ShardLimit> limit, RandomGenerator random) {
        List<WorkerSpeed> speeds = workers.stream()
                .map(worker -> new WorkerSpeed(worker.name(), worker.weight()))
                .toList();
        List<long[]> files =
                limit.map(cuts -> new CostShards(cuts).cut(fileMillis, speeds)).orElseGet(this::whole);
        List<SimulatedTask> tasks = new ArrayList<>();
        for (long[] shards : files) {
            double factor = Math.exp(costError * random.nextGaussian());
            for (long millis : shards) {
                tasks.add(new SimulatedTask(millis, Math.round((double) millis * factor)));
            }
        }
        return tasks;
    }

    private List<long[]> whole() {
        List<long[]> files = new ArrayList<>();
        for (long millis : fileMillis) {
            files.add(new long[] {millis});
        }
        return files;
    }
}
