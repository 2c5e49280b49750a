package org.virnucpro.common.queue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * All queues of a run at one instant, for policies and for people. Stale at once: it may order tries, never decide.
 *
 * @param state of the run
 * @param time of the broker's clock
 * @param queues one entry per queue or member, sorted by worker
 * @param retryDepth tasks in the retry list and set aside
 * @param counts of tasks by state
 * @param leases who computes what now
 * @param aside tasks that were set aside for workers that can hold them
 */
public record QueueView(
        RunState state,
        Instant time,
        List<Queue> queues,
        long retryDepth,
        RunCounts counts,
        List<Lease> leases,
        Aside aside) {

    public QueueView {
        queues = List.copyOf(queues);
        leases = List.copyOf(leases);
    }

    /** A view in which nothing is set aside. */
    public QueueView(
            RunState state, Instant time, List<Queue> queues, long retryDepth, RunCounts counts, List<Lease> leases) {
        this(state, time, queues, retryDepth, counts, leases, Aside.NONE);
    }

    /**
     * Tasks that were set aside, since the worker whose turn it was cannot hold them.
     *
     * @param tasks how many; also counted in {@code retryDepth}
     * @param stranded how many of the 64 largest ones no member can hold
     * @param longestRecord bases of the longest record of those; 0 when there is none
     */
    public record Aside(long tasks, long stranded, long longestRecord) {
        public static final Aside NONE = new Aside(0, 0, 0);
    }

    /**
     * One worker's queue.
     *
     * @param worker its owner
     * @param membership whether the owner takes part now
     * @param weight speed that its owner declared, 1 for the reference; 1 as long as it is not known
     * @param depth tasks in the list, cancelled ones not counted
     * @param queuedCostMillis sum of their costs; advice
     * @param headCostMillis cost of the next task; 0 when the list is empty
     * @param done what its owner has completed
     * @param room what its owner can hold, and what its tasks need
     */
    public record Queue(
            WorkerId worker,
            Membership membership,
            double weight,
            long depth,
            long queuedCostMillis,
            long headCostMillis,
            Done done,
            Room room) {

        /** A queue whose owner can hold any record. */
        public Queue(
                WorkerId worker,
                Membership membership,
                double weight,
                long depth,
                long queuedCostMillis,
                long headCostMillis,
                Done done) {
            this(worker, membership, weight, depth, queuedCostMillis, headCostMillis, done, Room.ANY);
        }
    }

    /**
     * Memory, counted in bases of the longest record that must be held.
     *
     * @param holds what the owner of a queue can hold; {@link Long#MAX_VALUE} for any record
     * @param needed what the least demanding of its first 64 tasks needs; 0 when the queue is empty, and when every worker
     *     holds any record
     */
    public record Room(long holds, long needed) {
        public static final Room ANY = new Room(Long.MAX_VALUE, 0);
    }

    /**
     * What one worker has completed in this run.
     *
     * @param tasks completed tasks
     * @param sequences open frames in them
     * @param costMillis their predicted cost
     * @param busyMillis time from take to completion, added up
     * @param stolen tasks it took from other queues
     * @param refused its steals that the broker did not allow
     */
    public record Done(long tasks, long sequences, long costMillis, long busyMillis, long stolen, long refused) {}

    /** Whether the owner of a queue takes part in the run. */
    public enum Membership {
        /** The plan gave it a queue; it has not joined yet. */
        EXPECTED,
        MEMBER,
        /** It left, takes nothing new, or was lost: anybody may empty its queue. */
        DEPARTED
    }

    /**
     * One running task.
     *
     * @param costMillis its predicted cost
     * @param taken when it was taken
     * @param deadline when the lease runs out
     */
    public record Lease(TaskId task, WorkerId worker, long costMillis, Instant taken, Instant deadline) {}

    /** The queues by owner. */
    public Map<WorkerId, Queue> byWorker() {
        return queues.stream().collect(Collectors.toMap(Queue::worker, queue -> queue));
    }
}
