package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Joins consecutive segments of one input into shards that cost at most a limit; a single segment may exceed it. A record
 * that costs more is cut into as few pieces as possible, of about equal cost; nothing else shares a shard with a piece.
 */
final class ShardCutter {

    private final CostModel costs;
    private final long limitMillis;

    ShardCutter(CostModel costs, long limitMillis) {
        this.costs = costs;
        this.limitMillis = limitMillis;
    }

    List<Segment> cut(List<Segment> segments) {
        List<Segment> records = new ArrayList<>();
        for (int start = 0; start < segments.size(); ) {
            int end = endOfRecord(segments, start);
            records.addAll(end - start == 1 ? segments.subList(start, end) : cutEvenly(segments.subList(start, end)));
            start = end;
        }
        return joined(records, limitMillis);
    }

    /** Behind the last piece of the record that begins here; behind the segment when it holds whole records. */
    private static int endOfRecord(List<Segment> segments, int start) {
        int end = start + 1;
        while (segments.get(start).piece().isPresent()
                && end < segments.size()
                && segments.get(end - 1).joins(segments.get(end))) {
            end++;
        }
        return end;
    }

    /** The fewest pieces within the limit, then the lowest limit that gives no more pieces. */
    private List<Segment> cutEvenly(List<Segment> pieces) {
        List<Segment> fewest = joined(pieces, limitMillis);
        long tooLow = 0;
        long enough = limitMillis;
        while (enough - tooLow > 1) {
            long between = tooLow + (enough - tooLow) / 2;
            if (joined(pieces, between).size() > fewest.size()) {
                tooLow = between;
            } else {
                enough = between;
            }
        }
        return joined(pieces, enough);
    }

    private List<Segment> joined(List<Segment> segments, long mostMillis) {
        List<Segment> shards = new ArrayList<>();
        for (Segment segment : segments) {
            int last = shards.size() - 1;
            if (last >= 0
                    && shards.get(last).joins(segment)
                    && costs.millis(shards.get(last).work().plus(segment.work())) <= mostMillis) {
                shards.set(last, shards.get(last).join(segment));
            } else {
                shards.add(segment);
            }
        }
        return shards;
    }
}
