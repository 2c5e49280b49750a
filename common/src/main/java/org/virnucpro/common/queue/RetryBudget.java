package org.virnucpro.common.queue;

import java.time.Duration;

/**
 * When a task that fails is dead. Errors and losses are counted apart, since a task that fails says something of itself, and
 * a worker that is lost mostly of its machine.
 *
 * @param attempts errors of a task after which it is dead
 * @param losses workers that were lost with the task, or let its lease run out, after which it is dead
 * @param backoff wait before the second try after an error, and before the third after lost workers; doubles each time up to
 *     a minute, a quarter more or less
 */
public record RetryBudget(int attempts, int losses, Duration backoff) {

    /** More would not fit into the text of a task. */
    public static final int MOST = 100;

    /** Three errors, three workers, one second. */
    public static final RetryBudget DEFAULT = new RetryBudget(3, 3, Duration.ofSeconds(1));

    public RetryBudget {
        if (attempts < 1 || attempts > MOST || losses < 1 || losses > MOST || backoff.isNegative()) {
            throw new IllegalArgumentException(
                    "a task may fail 1 to " + MOST + " times and lose 1 to " + MOST + " workers, not " + attempts
                            + " and " + losses + ", and its wait must not be negative: " + backoff);
        }
    }
}
