package org.virnucpro.coordinator.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.virnucpro.common.task.WorkerId;

/**
 * How fast the workers of a recorded run were: the predicted cost of what each one did over the time that it took, relative
 * to their mean. A worker that did nothing is as fast as its weight says.
 */
final class MeasuredSpeeds {

    private final Map<WorkerId, Double> speeds;

    private MeasuredSpeeds(Map<WorkerId, Double> speeds) {
        this.speeds = speeds;
    }

    static MeasuredSpeeds of(RecordedRun run, SortedMap<WorkerId, WorkerHistory> histories) {
        Map<Integer, Long> costs = new HashMap<>();
        run.queued().forEach(task -> costs.put(task.task(), task.costMillis()));
        Map<WorkerId, Double> measured = new HashMap<>();
        histories.forEach((worker, history) -> {
            double cost = history.done().stream()
                    .mapToDouble(task -> (double) costs.getOrDefault(task.task(), 0L))
                    .sum();
            double busy = history.done().stream()
                    .mapToDouble(task -> (double) task.elapsedMillis())
                    .sum();
            if (cost > 0 && busy > 0) {
                measured.put(worker, cost / busy);
            }
        });
        double perWeight = measured.entrySet().stream()
                .mapToDouble(entry -> entry.getValue() / run.weights().getOrDefault(entry.getKey(), 1.0))
                .average()
                .orElse(1);
        double mean = measured.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        Map<WorkerId, Double> relative = new HashMap<>();
        histories
                .keySet()
                .forEach(worker -> relative.put(
                        worker,
                        measured.getOrDefault(worker, perWeight * run.weights().getOrDefault(worker, 1.0)) / mean));
        return new MeasuredSpeeds(relative);
    }

    /** The speed of a worker of the run; 1 is the mean of those that did something. */
    double of(WorkerId worker) {
        return speeds.getOrDefault(worker, 1.0);
    }
}
