package org.virnucpro.coordinator.cost;

import java.util.List;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * What a plan reckons with.
 *
 * @param costs seconds of a task on weight 1
 * @param workers and their weights: a task takes {@code costs / weight} there
 */
public record Fleet(CostModel costs, List<WorkerSpeed> workers) {
    public Fleet {
        workers = List.copyOf(workers);
    }
}
