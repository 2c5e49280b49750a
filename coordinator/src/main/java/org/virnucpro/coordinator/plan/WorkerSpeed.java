package org.virnucpro.coordinator.plan;

import org.virnucpro.common.task.WorkerId;

/** A worker that a plan may count on, and its speed relative to weight 1. */
public record WorkerSpeed(WorkerId worker, double weight) {

    public WorkerSpeed {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("weight " + weight + " of worker " + worker);
        }
    }
}
