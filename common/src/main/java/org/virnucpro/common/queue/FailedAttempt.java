package org.virnucpro.common.queue;

import java.time.Instant;
import org.virnucpro.common.task.WorkerId;

/**
 * An attempt of a task that counted.
 *
 * @param time of the broker's clock at its end
 * @param worker who had the task
 * @param kind how it ended
 * @param cause in words, on one line
 */
public record FailedAttempt(Instant time, WorkerId worker, Kind kind, String cause) {

    /** How an attempt can end that counts. */
    public enum Kind {
        /** The worker reported a failure. */
        ERROR,
        /** The worker was lost, or its lease ran out. */
        LOSS
    }
}
