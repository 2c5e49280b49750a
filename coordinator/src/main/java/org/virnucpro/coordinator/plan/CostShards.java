package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.virnucpro.common.task.ShardLimit;

/** Cuts files of which only the cost is known into shards, with the limit and the cutter of a real plan. */
public final class CostShards {

    /** So many segments to a shard: what cutting at the borders of records loses is then as small as in real inputs. */
    private static final int GRAIN = 20;

    /** One millisecond per residue, so that costs can be put where sequences are counted. */
    private static final CostModel COSTS = new CostModel(0.001, 0, 0, 0);

    private final ShardLimit limit;

    public CostShards(ShardLimit limit) {
        this.limit = limit;
    }

    /** The costs of the shards of each file, in order. */
    public List<long[]> cut(long[] fileMillis, List<WorkerSpeed> workers) {
        long most = limit.millis(
                LongStream.of(fileMillis).sum(),
                workers.stream().mapToDouble(WorkerSpeed::weight).sum());
        ShardCutter cutter = new ShardCutter(COSTS, most);
        List<long[]> files = new ArrayList<>();
        for (long millis : fileMillis) {
            files.add(cutter.cut(segments(millis, Math.max(1, most / GRAIN))).stream()
                    .mapToLong(shard -> COSTS.millis(shard.work()))
                    .toArray());
        }
        return files;
    }

    private static List<Segment> segments(long millis, long grain) {
        List<Segment> segments = new ArrayList<>();
        for (long start = 0; start < millis; start += grain) {
            long length = Math.min(grain, millis - start);
            segments.add(
                    new Segment(start, start + length, 1, new Work(1, 0, 0, 0, 0, length, 0), 0, Optional.empty()));
        }
        return segments;
    }
}
