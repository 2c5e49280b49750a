package org.virnucpro.coordinator.plan;

import org.virnucpro.common.task.WorkerId;

/**
 * A worker that a plan may count on.
 *
 * @param weight its speed, 1 for the reference
 * @param longestRecord bases of the longest record that it can hold; {@link Long#MAX_VALUE} for any
 */
public record WorkerSpeed(WorkerId worker, double weight, long longestRecord) {

    /** A worker that can hold any record. */
    public WorkerSpeed(WorkerId worker, double weight) {
        this(worker, weight, Long.MAX_VALUE);
    }

    /** The same worker, faster or slower. */
    public WorkerSpeed withWeight(double other) {
        return new WorkerSpeed(worker, other, longestRecord);
    }

    public WorkerSpeed {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight " + weight + " of worker " + worker);
        }
    }
}
