package org.virnucpro.common.queue;

/** What became of smaller tasks that were to take the place of a dead one. */
public enum SplitOutcome {
    /** They are queued, by this call or an earlier one. */
    SPLIT,
    /** The task is not dead, or not any more. */
    OTHER,
    /** The run takes no tasks. */
    CLOSED
}
