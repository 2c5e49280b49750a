package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.WorkerId;

final class ShardCutterTest {

    /** One second per residue, so that residues read as seconds. */
    private static final CostModel COSTS = new CostModel(1, 0, 0, 0);

    @Test
    void segments_are_joined_up_to_the_limit_and_cover_the_input_without_a_gap() {
        List<Segment> shards = new ShardCutter(COSTS, 10_000).cut(segments(4, 4, 4, 9, 1, 30, 2));
        assertThat(shards).extracting(shard -> shard.work().residues()).containsExactly(8L, 4L, 10L, 30L, 2L);
        assertThat(shards.get(0).start()).isZero();
        for (int index = 1; index < shards.size(); index++) {
            assertThat(shards.get(index).start())
                    .isEqualTo(shards.get(index - 1).end());
        }
    }

    @Test
    void an_input_without_records_gives_no_shard() {
        assertThat(new ShardCutter(COSTS, 10_000).cut(List.of())).isEmpty();
    }

    @Test
    void the_limit_is_a_share_of_the_makespan_but_never_too_small_to_be_worth_a_task() {
        List<WorkerSpeed> workers =
                List.of(new WorkerSpeed(new WorkerId("a"), 1), new WorkerSpeed(new WorkerId("b"), 3));
        assertThat(ShardLimit.DEFAULT.millis(8_000_000, workers)).isEqualTo(60_000);
        assertThat(ShardLimit.DEFAULT.millis(40_000, workers)).isEqualTo(300);
        assertThat(ShardLimit.DEFAULT.millis(500, workers)).isEqualTo(60);
    }

    @Test
    void segments_stay_few_and_keep_every_record_however_many_there_are() {
        Segments segments = new Segments(COSTS);
        for (int record = 0; record < 100_000; record++) {
            segments.add(new Segment(record, record + 1, record + 1, new Work(1, 0, 0, 0, 0, 1, 0)));
        }
        List<Segment> kept = segments.list();
        assertThat(kept).hasSizeLessThanOrEqualTo(20_000).hasSizeGreaterThan(5_000);
        assertThat(kept.stream().mapToLong(segment -> segment.work().records()).sum())
                .isEqualTo(100_000);
        assertThat(kept.get(0).start()).isZero();
        assertThat(kept.get(kept.size() - 1).end()).isEqualTo(100_000);
    }

    private static List<Segment> segments(long... residues) {
        List<Segment> segments = new ArrayList<>();
        long position = 0;
        for (long count : residues) {
            segments.add(new Segment(position, position + count, 1, new Work(1, 0, 0, 0, 0, count, 0)));
            position += count;
        }
        return segments;
    }
}
