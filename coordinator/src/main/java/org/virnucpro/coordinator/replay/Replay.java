package org.virnucpro.coordinator.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.replay.RecordedRun.Done;
import org.virnucpro.coordinator.replay.RecordedRun.Queued;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Simulation;

/**
 * A recorded run, played again by the simulator: its plan, its workers with their joins and losses, its durations. A task
 * takes as long as it did; on another worker, as much longer as that one is slower, by the speeds that the recording shows.
 * What is not in a recording is not replayed: the time that went into attempts that failed, and dead tasks.
 *
 * @param scenario what is simulated; its tasks are numbered by the order of their queues
 * @param result with the numbers of the recorded tasks
 */
public record Replay(Scenario scenario, ScheduleResult result) {

    /**
     * Replays a run.
     *
     * @param stealing how its workers steal now
     * @param seed of the jitter between tries and of random victims
     * @throws IllegalArgumentException when the workers of the recording cannot do all its tasks
     */
    public static Replay of(RecordedRun run, StealSettings stealing, long seed) {
        SortedMap<WorkerId, WorkerHistory> histories = run.histories();
        Map<Integer, Done> done = new HashMap<>();
        run.done().forEach(execution -> done.put(execution.task(), execution));
        List<Queued> queued = run.queued().stream()
                .filter(task -> done.containsKey(task.task()))
                .toList();
        MeasuredSpeeds speeds = MeasuredSpeeds.of(run, histories);
        MeasuredPauses pauses = MeasuredPauses.of(histories.values(), run.stealing());
        List<SimulatedTask> tasks = new ArrayList<>();
        List<Scenario.Placed> placed = new ArrayList<>();
        for (Queued task : queued) {
            Done execution = Objects.requireNonNull(done.get(task.task()));
            double millis = (double) execution.elapsedMillis() * speeds.of(execution.worker());
            placed.add(new Scenario.Placed(tasks.size(), task.home()));
            tasks.add(new SimulatedTask(Math.round(millis), task.costMillis(), pauses.after(task.task())));
        }
        Scenario scenario =
                new Scenario(workers(run, histories, speeds), tasks, placed, stealing, pauses.delays(), seed);
        return new Replay(scenario, renumbered(Simulation.run(scenario), queued));
    }

    private static List<SimulatedWorker> workers(
            RecordedRun run, SortedMap<WorkerId, WorkerHistory> histories, MeasuredSpeeds speeds) {
        double mean =
                run.done().stream().mapToLong(Done::elapsedMillis).average().orElse(0);
        List<SimulatedWorker> workers = new ArrayList<>();
        histories.forEach((name, history) -> workers.add(new SimulatedWorker(
                name,
                speeds.of(name),
                run.weights().getOrDefault(name, 1.0),
                history.stays(run.startMillis(), mean),
                Optional.empty())));
        return workers;
    }

    private static ScheduleResult renumbered(ScheduleResult result, List<Queued> queued) {
        return new ScheduleResult(
                result.makespanMillis(),
                result.lowerBoundMillis(),
                result.steals(),
                result.refused(),
                result.refusals(),
                result.executions().stream()
                        .map(execution -> new ScheduleResult.Execution(
                                new TaskId(queued.get(execution.task().index()).task()),
                                execution.worker(),
                                execution.startMillis(),
                                execution.endMillis()))
                        .sorted(Comparator.comparingDouble(ScheduleResult.Execution::endMillis))
                        .toList());
    }
}
