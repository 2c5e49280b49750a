package org.virnucpro.coordinator.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.virnucpro.common.task.WorkerId;

/**
 * A time in which a worker took part in a run and had no task of it.
 *
 * @param start when it joined, or its last task ended
 * @param end when its next task was taken, it left, or all tasks had ended
 * @param causes why, in their order; the first holds from the start; empty when the worker said nothing
 */
public record IdleStretch(WorkerId worker, Instant start, Instant end, List<Cause> causes) {

    public IdleStretch {
        causes = List.copyOf(causes);
    }

    /** A reason in words and since when it held, to the next one. */
    public record Cause(Instant since, String reason) {}

    /** How long it lasted. */
    public Duration length() {
        return Duration.between(start, end);
    }
}
