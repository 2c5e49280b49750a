package org.virnucpro.common.queue;

/** What the broker says to a completion. */
public enum CompleteOutcome {
    /** Recorded now. */
    RECORDED,
    /** This very completion is recorded already: the call was sent twice. */
    DUPLICATE,
    /** The token is stale or the task is not leased any more: the caller deletes its result. */
    FENCED
}
