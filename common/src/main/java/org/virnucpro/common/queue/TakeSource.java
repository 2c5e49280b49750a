package org.virnucpro.common.queue;

import org.virnucpro.common.task.WorkerId;

/**
 * A list that a take tries. The broker checks the condition of each kind in the same step as the pop, and gives no worker a
 * task with a longer record than it can hold: such a task stays where it is when it is another member's, else it is set aside.
 */
public sealed interface TakeSource {

    /** The shared list of expired, failed and handed-back tasks, and of those set aside for a worker that can hold them. */
    record RetryList() implements TakeSource {}

    /** The caller's own queue. */
    record OwnQueue() implements TakeSource {}

    /** The queue of a worker that left or was lost; skipped when that worker is a member again. Not stealing. */
    record Departed(WorkerId owner) implements TakeSource {}

    /**
     * Another worker's queue; skipped unless the threshold of the request, if it has one, holds over all queues.
     *
     * <p>A steal may bring further tasks, which move to the queue of the thief in the same step: going from the head through
     * the first 64 tasks that are left, every one that fits into what is left of {@code batchCostMillis}. Each counts as a
     * steal of its own.
     *
     * @param victim whose queue
     * @param maximalCostMillis take only a task that costs at most this; {@link Long#MAX_VALUE} for any. When the head costs
     *     more, the first 64 tasks are searched for the costliest that fits
     * @param furtherTasks how many further tasks to move at most; 0 for none
     * @param batchCostMillis what the taken and all further tasks may cost together
     */
    record Steal(WorkerId victim, long maximalCostMillis, int furtherTasks, long batchCostMillis)
            implements TakeSource {

        public Steal {
            if (maximalCostMillis < 0 || furtherTasks < 0 || batchCostMillis < 0) {
                throw new IllegalArgumentException("limits of a steal: " + maximalCostMillis + " ms, further "
                        + furtherTasks + " tasks, " + batchCostMillis + " ms");
            }
        }

        /** A steal of one task. */
        public Steal(WorkerId victim, long maximalCostMillis) {
            this(victim, maximalCostMillis, 0, 0);
        }

        /** A steal of whatever is at the head. */
        public static Steal anyFrom(WorkerId victim) {
            return new Steal(victim, Long.MAX_VALUE);
        }
    }
}
