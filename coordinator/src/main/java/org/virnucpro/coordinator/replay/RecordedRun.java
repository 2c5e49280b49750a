package org.virnucpro.coordinator.replay;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/**
 * A finished run as events.jsonl tells it. All times are milliseconds of the broker's clock.
 *
 * @param run its name
 * @param stealing how its workers stole
 * @param queued its tasks, in the order in which queues were filled
 * @param done the executions that counted, at most one for each task; a task without one is dead
 * @param weights how fast workers said they are; one that is not in here said 1
 * @param changes what else happened, in the order of the broker
 * @param steals tasks taken from another worker's queue
 */
public record RecordedRun(
        RunId run,
        StealSettings stealing,
        List<Queued> queued,
        List<Done> done,
        Map<WorkerId, Double> weights,
        List<Change> changes,
        long steals) {

    public RecordedRun {
        queued = List.copyOf(queued);
        done = List.copyOf(done);
        weights = Map.copyOf(weights);
        changes = List.copyOf(changes);
    }

    /** A task of the plan: the queue in which it started and its predicted cost. */
    public record Queued(int task, WorkerId home, long costMillis) {}

    /** An execution. */
    public record Done(int task, WorkerId worker, long takenMillis, long doneMillis) {
        long elapsedMillis() {
            return doneMillis - takenMillis;
        }
    }

    /** What happened to a worker, or to a task in its hands; -1 for no task. */
    public record Change(long millis, Kind kind, WorkerId worker, int task) {

        /** What can happen. */
        public enum Kind {
            JOIN,
            LEAVE,
            LOST,
            /** The worker took the task from a list that is not its own. */
            RECEIVED,
            /** The task that the worker ran is queued again, or dead. */
            HANDED_BACK
        }
    }

    /** From the take of the first task to the end of the last, in milliseconds. */
    public long makespanMillis() {
        return done.stream().mapToLong(Done::doneMillis).max().orElse(0) - startMillis();
    }

    /** Tasks that ran out of attempts. */
    public int dead() {
        return queued.size() - done.size();
    }

    /** The take of the first task that counted. */
    long startMillis() {
        return done.stream().mapToLong(Done::takenMillis).min().orElse(0);
    }

    /** What each worker did that was planned for, came, or did anything; by name. */
    SortedMap<WorkerId, WorkerHistory> histories() {
        SortedMap<WorkerId, WorkerHistory> histories = new TreeMap<>();
        queued.forEach(task -> history(histories, task.home()));
        changes.forEach(change -> history(histories, change.worker()).add(change));
        done.stream()
                .sorted(Comparator.comparingLong(Done::takenMillis))
                .forEach(task -> history(histories, task.worker()).add(task));
        return histories;
    }

    private static WorkerHistory history(Map<WorkerId, WorkerHistory> histories, WorkerId worker) {
        return histories.computeIfAbsent(worker, absent -> new WorkerHistory());
    }
}
