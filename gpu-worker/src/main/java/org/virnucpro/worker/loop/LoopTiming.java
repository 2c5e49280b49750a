package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.virnucpro.common.time.Ticker;

/**
 * Everything in which a loop depends on time and chance.
 *
 * @param ticker measures leases
 * @param wakeup waits between tries
 * @param random jitters waits
 * @param drainTimeout how long a running task may go on after a stop was requested
 */
public record LoopTiming(Ticker ticker, Wakeup wakeup, RandomGenerator random, Duration drainTimeout) {

    /** Real time. */
    public static LoopTiming real(Duration drainTimeout) {
        return new LoopTiming(Ticker.system(), Wakeup.real(), new SplittableRandom(), drainTimeout);
    }
}
