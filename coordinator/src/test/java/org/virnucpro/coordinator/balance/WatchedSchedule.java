package org.virnucpro.coordinator.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.ScheduleResult.Execution;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Simulation;

/** What polls of a simulated run would have seen. A task waits in the queue of the worker that will run it. */
final class WatchedSchedule {

    static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    private final Scenario scenario;
    private final ScheduleResult result;
    private final List<Integer> shards;
    private long seenUntil = -1;

    /** Every task is an input of its own. */
    WatchedSchedule(Scenario scenario) {
        this(scenario, scenario.tasks().stream().map(task -> 1).toList());
    }

    /**
     * @param shards number of tasks of each input
     */
    WatchedSchedule(Scenario scenario, List<Integer> shards) {
        this.scenario = scenario;
        this.result = Simulation.run(scenario);
        this.shards = List.copyOf(shards);
    }

    long makespanMillis() {
        return Math.round(result.makespanMillis());
    }

    RunPlan plan() {
        WorkerId[] homes = new WorkerId[scenario.tasks().size()];
        scenario.placed().forEach(placed -> homes[placed.task()] = placed.home());
        List<Task> tasks = new ArrayList<>();
        List<PlannedInput> inputs = new ArrayList<>();
        for (int input = 0; input < shards.size(); input++) {
            int first = tasks.size();
            for (int shard = 0; shard < shards.get(input); shard++) {
                int id = tasks.size();
                long cost = scenario.tasks().get(id).predictedMillis();
                tasks.add(new Task(new TaskId(id), 1, cost, homes[id], new Shard(input, 0, 1, 1, 1, 10)));
            }
            inputs.add(new PlannedInput("f", "f", first, shards.get(input), Work.NONE, 0, 0, null));
        }
        return new RunPlan(inputs, tasks, tasks.stream().map(task -> Work.NONE).toList());
    }

    /** What happened since the last call. */
    List<QueueEvent> eventsUntil(long millis) {
        List<QueueEvent> events = new ArrayList<>();
        for (Execution execution : result.executions()) {
            long end = Math.round(execution.endMillis());
            if (end > seenUntil && end <= millis) {
                events.add(new QueueEvent(
                        end + "-" + execution.task(),
                        START.plusMillis(end),
                        QueueEvent.Type.DONE,
                        Optional.of(execution.task()),
                        execution.worker().value(),
                        "",
                        "",
                        10,
                        end - Math.round(execution.startMillis())));
            }
        }
        events.sort(Comparator.comparing(QueueEvent::time));
        seenUntil = millis;
        return events;
    }

    QueueView viewAt(long millis) {
        Map<WorkerId, long[]> sums = new HashMap<>();
        scenario.workers().forEach(worker -> sums.put(worker.name(), new long[5]));
        List<QueueView.Lease> leases = new ArrayList<>();
        long[] all = new long[3];
        for (Execution execution : result.executions()) {
            long start = Math.round(execution.startMillis());
            long end = Math.round(execution.endMillis());
            long cost = scenario.tasks().get(execution.task().index()).predictedMillis();
            long[] sum = sums.get(execution.worker());
            if (end <= millis) {
                sum[0]++;
                sum[1] += cost;
                sum[2] += end - start;
                all[0]++;
            } else if (start <= millis) {
                leases.add(new QueueView.Lease(
                        execution.task(),
                        execution.worker(),
                        cost,
                        START.plusMillis(start),
                        START.plusMillis(millis + 30_000)));
                all[1]++;
            } else {
                sum[3]++;
                sum[4] += cost;
                all[2]++;
            }
        }
        List<QueueView.Queue> queues = new ArrayList<>();
        for (SimulatedWorker worker : scenario.workers()) {
            long[] sum = sums.get(worker.name());
            queues.add(new QueueView.Queue(
                    worker.name(),
                    QueueView.Membership.MEMBER,
                    worker.weight(),
                    sum[3],
                    sum[4],
                    0,
                    new QueueView.Done(sum[0], 10 * sum[0], sum[1], sum[2], 0, 0)));
        }
        long tasks = scenario.tasks().size();
        return new QueueView(
                RunState.OPEN,
                START.plusMillis(millis),
                queues,
                0,
                new RunCounts(tasks, tasks, all[2], all[1], all[0], 0, 0, 0, 0),
                leases);
    }
}
