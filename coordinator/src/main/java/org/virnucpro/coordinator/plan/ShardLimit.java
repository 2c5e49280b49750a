package org.virnucpro.coordinator.plan;

import java.time.Duration;
import java.util.List;

/**
 * How large a shard may be: the larger of a fixed duration and a share of the projected makespan, both on weight 1; and
 * when a run is so small that this would leave workers without a share of it, an eighth of the projected makespan, but not
 * below a second, where starting a task costs more than it balances.
 *
 * @param floor of the share
 * @param share of total cost / sum of weights
 */
public record ShardLimit(Duration floor, double share) {

    /** 20 s, 3 %: the tails that such shards leave cost more than any stealing policy can win back, so no larger. */
    public static final ShardLimit DEFAULT = new ShardLimit(Duration.ofSeconds(20), 0.03);

    private static final long SMALLEST_MILLIS = 1_000;
    private static final double TASKS_PER_WORKER = 8;

    long millis(long totalCostMillis, List<WorkerSpeed> workers) {
        double makespan = totalCostMillis
                / workers.stream().mapToDouble(WorkerSpeed::weight).sum();
        double bound = Math.max((double) floor.toMillis(), share * makespan);
        return Math.round(Math.min(bound, Math.max(SMALLEST_MILLIS, makespan / TASKS_PER_WORKER)));
    }
}
