package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;

/** Joins consecutive segments of one input into shards that cost at most a limit; a single segment may exceed it. */
final class ShardCutter {

    private final CostModel costs;
    private final long limitMillis;

    ShardCutter(CostModel costs, long limitMillis) {
        this.costs = costs;
        this.limitMillis = limitMillis;
    }

    List<Segment> cut(List<Segment> segments) {
        List<Segment> shards = new ArrayList<>();
        for (Segment segment : segments) {
            int last = shards.size() - 1;
            if (last >= 0 && costs.millis(shards.get(last).work().plus(segment.work())) <= limitMillis) {
                shards.set(last, shards.get(last).join(segment));
            } else {
                shards.add(segment);
            }
        }
        return shards;
    }
}
