package org.virnucpro.coordinator.cost;

import org.virnucpro.coordinator.plan.Work;

/**
 * How long one task took on one device.
 *
 * @param work what it asked of the models
 * @param seconds from take to completion; above 0
 */
record TaskTime(Work work, double seconds) {

    TaskTime {
        if (!(seconds > 0) || Double.isInfinite(seconds)) {
            throw new IllegalArgumentException("a task that took " + seconds + " s");
        }
    }
}
