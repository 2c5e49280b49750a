package org.virnucpro.common.queue;

import java.time.Duration;
import java.util.Optional;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Task;

/** What a take gave. */
public sealed interface TakeOutcome {

    /**
     * A task is leased to the caller.
     *
     * @param task what to compute
     * @param token names this take of it
     * @param origin the list it came from
     */
    record Leased(Task task, FencingToken token, Origin origin) implements TakeOutcome {}

    /** Which kind of list a task came from. */
    enum Origin {
        OWN,
        RETRY,
        DEPARTED,
        STOLEN,
        /** The lease that the caller held already: a resent call, or a reply that was lost. */
        AGAIN
    }

    /**
     * Nothing to take now; leases may still come back.
     *
     * @param guarded whether a queue had tasks but a guard or the threshold kept the caller off
     * @param nextRetry time until the next task that waits for its next attempt may be taken; empty when none waits
     */
    record Empty(boolean guarded, Optional<Duration> nextRetry) implements TakeOutcome {

        /** No task waits for its next attempt. */
        public Empty(boolean guarded) {
            this(guarded, Optional.empty());
        }
    }

    /** Only tombstones of cancelled tasks were dropped in this call: call again at once. */
    record CallAgain() implements TakeOutcome {}

    /** The run gives out nothing: paused, cancelled, finished, or unknown. */
    record NotOpen(RunState state) implements TakeOutcome {}

    /** The caller is not, or no longer, the member it says it is: drop everything, join anew. */
    record Fenced() implements TakeOutcome {}
}
