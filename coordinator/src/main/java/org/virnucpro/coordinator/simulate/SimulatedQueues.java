package org.virnucpro.coordinator.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * The queues of one run in memory and on a virtual clock, with the conditions of {@code take.lua}; a test holds the two
 * against each other. Views are kept up to date by queue, so that a look costs no more than a copy. Not thread-safe.
 */
final class SimulatedQueues {

    /** A task that was given out. */
    record Taken(int task, Origin origin) {}

    private static final Instant START = Instant.EPOCH;

    private final long[] costs;
    private final long[] longestRecords;
    private final long[] holds;
    private final boolean limited;
    /** Tasks set aside for a worker that can hold them, the largest first; among equals as the broker orders its elements. */
    private final TreeSet<Integer> aside;

    private final List<WorkerId> names;
    private final double[] weights;
    private final Map<WorkerId, Integer> indices = new HashMap<>();
    private final SimulatedQueue[] queues;
    private final SimulatedQueue retries;
    private final Membership[] memberships;
    private final QueueView.Done[] done;
    private final QueueView.@Nullable Lease[] leases;
    private final QueueView.@Nullable Queue[] seen;
    private long pending;
    private long finished;
    private long steals;

    /** Queues of workers that hold any record. */
    SimulatedQueues(long[] costs, List<WorkerId> names, double[] weights) {
        this(costs, new long[costs.length], names, weights, holdingAnything(names.size()));
    }

    /**
     * @param longestRecords of each task
     * @param holds longest record that each worker can hold
     */
    SimulatedQueues(long[] costs, long[] longestRecords, List<WorkerId> names, double[] weights, long[] holds) {
        this.costs = costs;
        this.longestRecords = longestRecords;
        this.holds = holds;
        limited = Arrays.stream(holds).anyMatch(bases -> bases < Long.MAX_VALUE);
        aside = new TreeSet<>(Comparator.<Integer>comparingLong(task -> longestRecords[task])
                .thenComparing(task -> task + " ")
                .reversed());
        this.names = List.copyOf(names);
        this.weights = weights;
        int workers = names.size();
        queues = new SimulatedQueue[workers];
        memberships = new Membership[workers];
        done = new QueueView.Done[workers];
        leases = new QueueView.Lease[workers];
        seen = new QueueView.Queue[workers];
        retries = new SimulatedQueue(costs, longestRecords);
        for (int worker = 0; worker < workers; worker++) {
            indices.put(names.get(worker), worker);
            queues[worker] = new SimulatedQueue(costs, longestRecords);
            memberships[worker] = Membership.EXPECTED;
            done[worker] = new QueueView.Done(0, 0, 0, 0, 0, 0);
        }
    }

    void submit(int task, WorkerId home) {
        int worker = index(home);
        queues[worker].append(task);
        seen[worker] = null;
        pending++;
    }

    void join(int worker) {
        memberships[worker] = Membership.MEMBER;
        seen[worker] = null;
    }

    /** Ends a membership; what the worker held waits in the retry list. */
    void declareLost(int worker) {
        memberships[worker] = Membership.DEPARTED;
        seen[worker] = null;
        QueueView.Lease held = leases[worker];
        if (held != null) {
            leases[worker] = null;
            retries.append(held.task().index());
            pending++;
        }
    }

    void complete(int worker, double nowMillis) {
        QueueView.Lease held = leases[worker];
        if (held == null) {
            throw new IllegalStateException(names.get(worker) + " has nothing to complete");
        }
        leases[worker] = null;
        QueueView.Done before = done[worker];
        done[worker] = new QueueView.Done(
                before.tasks() + 1,
                0,
                before.costMillis() + held.costMillis(),
                before.busyMillis() + (long) nowMillis - held.taken().toEpochMilli(),
                before.stolen(),
                0);
        seen[worker] = null;
        finished++;
    }

    /** Tasks that wait in any list. */
    long pending() {
        return pending;
    }

    long finished() {
        return finished;
    }

    long steals() {
        return steals;
    }

    /** All queues now. */
    QueueView observe(double nowMillis) {
        List<QueueView.Lease> running = new ArrayList<>();
        QueueView.Queue[] all = new QueueView.Queue[queues.length];
        for (int worker = 0; worker < queues.length; worker++) {
            QueueView.Queue known = seen[worker];
            if (known == null) {
                SimulatedQueue queue = queues[worker];
                known = new QueueView.Queue(
                        names.get(worker),
                        memberships[worker],
                        weights[worker],
                        queue.depth(),
                        queue.queuedCost(),
                        queue.headCost(),
                        done[worker],
                        new QueueView.Room(holds[worker], limited ? queue.needed() : 0));
                seen[worker] = known;
            }
            all[worker] = known;
            QueueView.Lease lease = leases[worker];
            if (lease != null) {
                running.add(lease);
            }
        }
        RunCounts counts =
                new RunCounts(costs.length, costs.length, pending, running.size(), finished, 0, 0, 0, steals);
        return new QueueView(
                RunState.OPEN,
                at(nowMillis),
                Arrays.asList(all),
                retries.depth() + aside.size(),
                counts,
                running,
                new QueueView.Aside(aside.size(), 0, 0));
    }

    /** Tries the lists of the request in order, as the script does; empty when none gives a task. */
    Optional<Taken> take(TakeRequest request, double nowMillis) {
        int worker = index(request.worker());
        boolean unequal = isUnequal(request);
        for (TakeSource source : request.sources()) {
            Taken taken = take(source, worker, unequal);
            if (taken != null) {
                pending--;
                leases[worker] = new QueueView.Lease(
                        new TaskId(taken.task()), request.worker(), costs[taken.task()], at(nowMillis), Instant.MAX);
                return Optional.of(taken);
            }
        }
        return Optional.empty();
    }

    private @Nullable Taken take(TakeSource source, int worker, boolean unequal) {
        if (source instanceof TakeSource.RetryList) {
            return taken(shared(worker), Origin.RETRY);
        }
        if (source instanceof TakeSource.OwnQueue) {
            seen[worker] = null;
            return taken(unblocked(queues[worker], worker), Origin.OWN);
        }
        if (source instanceof TakeSource.Departed departed) {
            int owner = index(departed.owner());
            seen[owner] = null;
            return memberships[owner] == Membership.DEPARTED
                    ? taken(unblocked(queues[owner], worker), Origin.DEPARTED)
                    : null;
        }
        return unequal ? steal((TakeSource.Steal) source, worker) : null;
    }

    private int shared(int worker) {
        for (int task : aside) {
            if (longestRecords[task] <= holds[worker]) {
                aside.remove(task);
                return task;
            }
        }
        return unblocked(retries, worker);
    }

    /** The head of a list that is nobody else's turn, once what the worker cannot hold is out of the way. */
    private int unblocked(SimulatedQueue queue, int worker) {
        aside.addAll(queue.setAside(holds[worker]));
        return queue.take(Long.MAX_VALUE, holds[worker]);
    }

    private @Nullable Taken steal(TakeSource.Steal steal, int thief) {
        int victim = index(steal.victim());
        if (memberships[victim] != Membership.MEMBER) {
            aside.addAll(queues[victim].setAside(holds[thief]));
        }
        seen[victim] = null;
        int task = queues[victim].take(steal.maximalCostMillis(), holds[thief]);
        if (task < 0) {
            return null;
        }
        List<Integer> further =
                queues[victim].takeFurther(steal.furtherTasks(), steal.batchCostMillis() - costs[task], holds[thief]);
        further.forEach(queues[thief]::append);
        QueueView.Done before = done[thief];
        done[thief] = new QueueView.Done(
                before.tasks(), 0, before.costMillis(), before.busyMillis(), before.stolen() + 1 + further.size(), 0);
        steals += 1 + further.size();
        seen[thief] = null;
        return new Taken(task, Origin.STOLEN);
    }

    private boolean isUnequal(TakeRequest request) {
        if (request.threshold().isEmpty()) {
            return true;
        }
        long longest = queues[index(request.worker())].depth();
        long shortest = longest;
        for (WorkerId owner : request.queues()) {
            long depth = queues[index(owner)].depth();
            longest = Math.max(longest, depth);
            shortest = Math.min(shortest, depth);
        }
        return request.threshold().get().isMet(longest, shortest);
    }

    private static @Nullable Taken taken(int task, Origin origin) {
        return task < 0 ? null : new Taken(task, origin);
    }

    private static long[] holdingAnything(int workers) {
        long[] holds = new long[workers];
        Arrays.fill(holds, Long.MAX_VALUE);
        return holds;
    }

    private int index(WorkerId worker) {
        Integer index = indices.get(worker);
        if (index == null) {
            throw new IllegalArgumentException("no worker " + worker);
        }
        return index;
    }

    private static Instant at(double millis) {
        return START.plusMillis((long) millis);
    }
}
