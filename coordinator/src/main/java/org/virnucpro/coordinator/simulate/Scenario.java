package org.virnucpro.coordinator.simulate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.LowerBound;
import org.virnucpro.coordinator.plan.Placement;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * All that a simulated run depends on.
 *
 * @param workers at least one of which joins at 0
 * @param tasks in the order of the plan
 * @param costError relative error of the predictions that the plan reckons with, see {@link
 *     org.virnucpro.coordinator.plan.Placement}
 * @param stealing how idle workers steal
 * @param delays what everything but computing costs
 * @param seed of the jitter between tries and of random victims
 */
public record Scenario(
        List<SimulatedWorker> workers,
        List<SimulatedTask> tasks,
        double costError,
        StealSettings stealing,
        Delays delays,
        long seed) {

    public Scenario {
        workers = List.copyOf(workers);
        tasks = List.copyOf(tasks);
    }

    /** A task and the worker in whose queue it starts. */
    public record Placed(int task, WorkerId home) {}

    /**
     * The plan, in the order in which queues are filled.
     *
     * @throws IllegalArgumentException when no worker joins at the beginning
     */
    public List<Placed> placed() {
        long[] predicted =
                tasks.stream().mapToLong(SimulatedTask::predictedMillis).toArray();
        List<WorkerSpeed> present = workers.stream()
                .filter(worker -> worker.joinMillis() == 0)
                .map(worker -> new WorkerSpeed(worker.name(), worker.weight()))
                .toList();
        List<WorkerId> homes = new Placement(present, costError).place(predicted);
        return IntStream.range(0, predicted.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(task -> predicted[task])
                        .reversed())
                .map(task -> new Placed(task, homes.get(task)))
                .toList();
    }

    /** What no schedule of these tasks, whole, on these workers can beat. */
    public double lowerBoundMillis() {
        return LowerBound.ofMakespan(
                tasks.stream().mapToLong(SimulatedTask::trueMillis).toArray(),
                workers.stream().mapToDouble(SimulatedWorker::speed).toArray());
    }

    /**
     * What everything but computing costs.
     *
     * @param perTask between taking a task and beginning to compute
     * @param perSteal on top of that for a stolen one
     * @param detection between the loss of a worker and its tasks being given to others
     */
    public record Delays(Duration perTask, Duration perSteal, Duration detection) {

        /** No time for a task, 5 ms for a steal, a lease of 30 s. */
        public static final Delays DEFAULT = new Delays(Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(30));
    }
}
