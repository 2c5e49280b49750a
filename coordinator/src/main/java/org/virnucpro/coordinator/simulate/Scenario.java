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
 * @param workers whoever computes, or is planned for
 * @param tasks by the number that {@code placed} names
 * @param placed in the order in which queues are filled: every task once
 * @param stealing how idle workers steal
 * @param delays what everything but computing costs
 * @param seed of the jitter between tries and of random victims
 */
public record Scenario(
        List<SimulatedWorker> workers,
        List<SimulatedTask> tasks,
        List<Placed> placed,
        StealSettings stealing,
        Delays delays,
        long seed) {

    public Scenario {
        workers = List.copyOf(workers);
        tasks = List.copyOf(tasks);
        placed = List.copyOf(placed);
        if (placed.size() != tasks.size()) {
            throw new IllegalArgumentException(placed.size() + " of " + tasks.size() + " tasks have a queue");
        }
    }

    /** A task and the worker in whose queue it starts. */
    public record Placed(int task, WorkerId home) {}

    /**
     * A run whose tasks are placed as a real plan places them.
     *
     * @param costError relative error of the predictions that the plan reckons with, see {@link Placement}
     * @throws IllegalArgumentException when no worker joins at the beginning
     */
    public static Scenario planned(
            List<SimulatedWorker> workers,
            List<SimulatedTask> tasks,
            double costError,
            StealSettings stealing,
            Delays delays,
            long seed) {
        return new Scenario(workers, tasks, place(workers, tasks, costError), stealing, delays, seed);
    }

    private static List<Placed> place(List<SimulatedWorker> workers, List<SimulatedTask> tasks, double costError) {
        long[] predicted =
                tasks.stream().mapToLong(SimulatedTask::predictedMillis).toArray();
        List<WorkerSpeed> present = workers.stream()
                .filter(SimulatedWorker::startsTheRun)
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
     * @param perTask between the end of a task and the worker's next take
     * @param perSteal between stealing a task and beginning to compute
     * @param perLook between a thief's look at the queues and its try: what it saw is that old
     */
    public record Delays(Duration perTask, Duration perSteal, Duration perLook) {

        /** No time for a task or a look, 5 ms for a steal. */
        public static final Delays DEFAULT = new Delays(Duration.ZERO, Duration.ofMillis(5), Duration.ZERO);
    }
}
