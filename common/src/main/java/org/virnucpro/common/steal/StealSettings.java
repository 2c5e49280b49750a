package org.virnucpro.common.steal;

import java.time.Duration;
import org.virnucpro.common.queue.ImbalanceThreshold;

/**
 * How the workers of one run steal.
 *
 * @param enabled false: every worker computes what the plan gave it (and what failed workers leave behind)
 * @param interval how long an idle worker waits between tries, unless woken
 * @param threshold when it may steal
 */
public record StealSettings(boolean enabled, Duration interval, ImbalanceThreshold threshold) {

    /** Off: static assignment, what the planning document calls the default of the interface. */
    public static final StealSettings OFF = new StealSettings(false, Duration.ofSeconds(3), ImbalanceThreshold.DEFAULT);

    /** On with the defaults: what every shipped configuration uses. */
    public static final StealSettings ON = new StealSettings(true, Duration.ofSeconds(3), ImbalanceThreshold.DEFAULT);

    public StealSettings {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the steal interval must be positive: " + interval);
        }
    }
}
