package org.virnucpro.common.task;

import java.time.Duration;

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

    public ShardLimit {
        if (smallest.toMillis() < 1 || smallest.toMillis() > Task.MAXIMAL_COST_MILLIS) {
            throw new IllegalArgumentException("a shard may take " + smallest + ": at least 1 ms");
        }
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a shard may take " + share * 100 + " % of the makespan: 0 to 100");
        }
    }

    /**
     * The most that a shard may cost, in predicted milliseconds on weight 1.
     *
     * @param totalCostMillis of the run
     * @param weights of its workers, added up; above 0
     */
    public long millis(long totalCostMillis, double weights) {
        double makespan = (double) totalCostMillis / weights;
        return Math.max(smallest.toMillis(), Math.round(share * makespan));
    }
}
