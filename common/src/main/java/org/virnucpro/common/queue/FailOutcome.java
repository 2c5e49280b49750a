package org.virnucpro.common.queue;

/** What the broker did with a task that was given back. */
public enum FailOutcome {
    /** It waits in the retry list. */
    REQUEUED,
    /** It was the last attempt: the task is dead and kept with its cause. */
    DEAD,
    /** The task is not leased under this token any more; this very call may have been sent twice. */
    DUPLICATE,
    /** The token is stale. */
    FENCED
}
