package org.virnucpro.common.queue;

import java.util.List;
import org.virnucpro.common.task.TaskId;

/** What the broker says to a heartbeat. */
public sealed interface HeartbeatOutcome {

    /**
     * Leases renewed.
     *
     * @param state of the run
     * @param lost tasks of the call that are not leased to the caller any more: stop them
     */
    record Renewed(RunState state, List<TaskId> lost) implements HeartbeatOutcome {
        public Renewed {
            lost = List.copyOf(lost);
        }
    }

    /** The caller is not the member it says it is: drop everything, join anew. */
    record Fenced() implements HeartbeatOutcome {}
}
