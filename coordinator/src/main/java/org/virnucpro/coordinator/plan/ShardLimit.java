package org.virnucpro.coordinator.plan;

import java.time.Duration;
import java.util.List;

/**
 * How large a shard may be: a share of the projected makespan. The tails that larger shards leave cost more than any
 * stealing policy can win back; and with some thirty shards per worker a small run, too, keeps everybody busy to its end.
 *
 * @param smallest never cut finer than this, on weight 1: the cost model charges 50 ms for each task
 * @param share of total cost / sum of weights
 */
public record ShardLimit(Duration smallest, double share) {

    /** 60 ms, 3 %. */
    public static final ShardLimit DEFAULT = new ShardLimit(Duration.ofMillis(60), 0.03);

    long millis(long totalCostMillis, List<WorkerSpeed> workers) {
        double makespan = totalCostMillis
                / workers.stream().mapToDouble(WorkerSpeed::weight).sum();
        return Math.max(smallest.toMillis(), Math.round(share * makespan));
    }
}
