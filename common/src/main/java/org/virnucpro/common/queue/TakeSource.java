package org.virnucpro.common.queue;

import org.virnucpro.common.task.WorkerId;

/** A list that a take tries. The broker checks the condition of each kind in the same step as the pop. */
public sealed interface TakeSource {

    /** The shared list of expired, failed and handed-back tasks. */
    record RetryList() implements TakeSource {}

    /** The caller's own queue. */
    record OwnQueue() implements TakeSource {}

    /** The queue of a worker that left or was lost; skipped when that worker is a member again. Not stealing. */
    record Departed(WorkerId owner) implements TakeSource {}

    /**
     * Another worker's queue; skipped unless the threshold of the request holds over all queues.
     *
     * @param victim whose queue
     * @param maximalCostMillis take only a task that costs at most this; {@link Long#MAX_VALUE} for any. When the head costs
     *     more, the first 64 tasks are searched for the costliest that fits
     */
    record Steal(WorkerId victim, long maximalCostMillis) implements TakeSource {

        /** A steal of whatever is at the head. */
        public static Steal anyFrom(WorkerId victim) {
            return new Steal(victim, Long.MAX_VALUE);
        }
    }
}
