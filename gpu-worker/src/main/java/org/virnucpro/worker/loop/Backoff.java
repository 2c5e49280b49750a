package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits between tries: doubling from 100 ms to 3 s, each drawn between its half and its whole. Confined to one thread. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 3_000;

    private final RandomGenerator random;
    private long millis = FIRST_MILLIS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait; the one after it is twice as long. */
    Duration next() {
        long wait = random.nextLong(millis / 2, millis + 1);
        millis = Math.min(2 * millis, LONGEST_MILLIS);
        return Duration.ofMillis(wait);
    }

    /** The broker has answered. */
    void reset() {
        millis = FIRST_MILLIS;
    }
}
