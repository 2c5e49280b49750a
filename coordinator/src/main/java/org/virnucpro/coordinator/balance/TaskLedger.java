package org.virnucpro.coordinator.balance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.LowerBound;
import org.virnucpro.coordinator.plan.RunPlan;

/** Which tasks of a plan have ended, where, and how long they took. Confined to the poll loop. */
final class TaskLedger {

    private record Ended(WorkerId worker, long elapsedMillis) {}

    private long[] costs = {};
    private int[] inputs = {};
    private final Map<Integer, Ended> done = new HashMap<>();
    private final Set<Integer> dead = new HashSet<>();
    private final Set<Integer> restored = new HashSet<>();
    private Optional<Instant> firstTake = Optional.empty();
    private Instant lastEnd = Instant.EPOCH;

    TaskLedger(RunPlan plan) {
        planExtended(plan);
    }

    /** The plan as it is now; tasks keep their ids. */
    final void planExtended(RunPlan plan) {
        this.costs = plan.tasks().stream().mapToLong(Task::costMillis).toArray();
        this.inputs =
                plan.tasks().stream().mapToInt(task -> task.shard().input()).toArray();
    }

    long costMillis(int task) {
        return costs[task];
    }

    int input(int task) {
        return inputs[task];
    }

    void record(QueueEvent event) {
        event.task().ifPresent(task -> {
            if (event.type() == QueueEvent.Type.DONE) {
                done.put(task.index(), new Ended(new WorkerId(event.source()), event.elapsedMillis()));
                ended(event);
            } else if (event.type() == QueueEvent.Type.RESTORE) {
                restored.add(task.index());
            } else if (event.type() == QueueEvent.Type.DEAD) {
                dead.add(task.index());
                ended(event);
            } else if (event.type() == QueueEvent.Type.REVIVE) {
                dead.remove(task.index());
            }
        });
    }

    /** When the first task of the run was taken, as far as is known. */
    Optional<Instant> firstTake(QueueView view) {
        view.leases().forEach(lease -> taken(lease.taken()));
        return firstTake;
    }

    /** When the task ended that ended last. */
    Instant lastEnd() {
        return lastEnd;
    }

    /** Running tasks that have not ended since the view was taken. */
    List<QueueView.Lease> running(QueueView view) {
        return view.leases().stream()
                .filter(lease -> !hasEnded(lease.task().index()))
                .toList();
    }

    /** The tasks that wait. */
    List<RemainingTimeEstimator.Waiting> queued(QueueView view) {
        Set<Integer> leased = new HashSet<>();
        view.leases().forEach(lease -> leased.add(lease.task().index()));
        return IntStream.range(0, costs.length)
                .filter(task -> !hasEnded(task) && !leased.contains(task))
                .mapToObj(task -> new RemainingTimeEstimator.Waiting(inputs[task], costs[task]))
                .toList();
    }

    /**
     * What no schedule could beat. The work of a task that is done is its time times the speed of its worker. With that the
     * bound is below the makespan of what has happened for any speeds, since nobody worked on two tasks at once.
     *
     * @param speed of workers, for at least every one that has done a task
     */
    double lowerBoundMillis(List<WorkerId> workers, ToDoubleFunction<WorkerId> speed) {
        Set<WorkerId> counted = new HashSet<>(workers);
        List<Long> work = new ArrayList<>();
        for (int task = 0; task < costs.length; task++) {
            Ended ended = done.get(task);
            if (ended != null) {
                counted.add(ended.worker());
                work.add((long) ((double) ended.elapsedMillis() * speed.applyAsDouble(ended.worker())));
            } else if (!dead.contains(task) && !restored.contains(task)) {
                work.add(costs[task]);
            }
        }
        if (counted.isEmpty()) {
            return 0;
        }
        return LowerBound.ofMakespan(
                work.stream().mapToLong(Long::longValue).toArray(),
                counted.stream().mapToDouble(speed).toArray());
    }

    private boolean hasEnded(int task) {
        return done.containsKey(task) || dead.contains(task) || restored.contains(task);
    }

    private void ended(QueueEvent event) {
        taken(event.since());
        lastEnd = event.time();
    }

    private void taken(Instant at) {
        if (firstTake.isEmpty() || at.isBefore(firstTake.get())) {
            firstTake = Optional.of(at);
        }
    }
}
