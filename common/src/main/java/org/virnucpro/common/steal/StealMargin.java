package org.virnucpro.common.steal;

import java.time.Duration;

/**
 * How much sooner than its victim a thief must be done with a stolen task: the larger of a duration and a share of what the
 * victim has left. Covers the cost of the steal and small errors of the estimates.
 *
 * @param floor at least this
 * @param share of the time that the victim needs for all it has
 */
public record StealMargin(Duration floor, double share) {

    /** 2 s, 5 %. */
    public static final StealMargin DEFAULT = new StealMargin(Duration.ofSeconds(2), 0.05);

    public StealMargin {
        if (floor.isNegative() || !(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("steal margin of " + floor + " and a share of " + share
                    + ": the duration must not be negative, the share at least 0 and less than 1");
        }
    }

    /** The time in which a thief must be done when its victim needs {@code remainingMillis}; may be negative. */
    double within(double remainingMillis) {
        return Math.min(remainingMillis - (double) floor.toMillis(), remainingMillis * (1 - share));
    }
}
