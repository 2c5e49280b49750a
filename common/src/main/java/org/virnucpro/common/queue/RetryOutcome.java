package org.virnucpro.common.queue;

/** What became of dead tasks that were to be tried again. */
public sealed interface RetryOutcome {

    /** So many of them are queued again, with all their attempts. */
    record Queued(int tasks) implements RetryOutcome {}

    /** All tasks of the run have ended, and its results are being merged: too late. */
    record Over() implements RetryOutcome {}

    /** The run takes no tasks because of its state. */
    record Closed(RunState state) implements RetryOutcome {}
}
