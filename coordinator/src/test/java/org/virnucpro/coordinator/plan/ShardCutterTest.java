package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
    void the_limit_is_the_larger_of_the_floor_and_the_share_of_the_makespan() {
        ShardLimit limit = new ShardLimit(Duration.ofSeconds(20), 0.03);
        List<WorkerSpeed> workers =
                List.of(new WorkerSpeed(new WorkerId("a"), 1), new WorkerSpeed(new WorkerId("b"), 3));
        assertThat(limit.millis(1_000_000, workers)).isEqualTo(20_000);
        assertThat(limit.millis(8_000_000, workers)).isEqualTo(60_000);
    }

    @Test
    void a_small_run_is_cut_so_that_every_worker_gets_a_share() {
        ShardLimit limit = ShardLimit.DEFAULT;
        List<WorkerSpeed> workers =
                List.of(new WorkerSpeed(new WorkerId("a"), 1), new WorkerSpeed(new WorkerId("b"), 1));
        assertThat(limit.millis(64_000, workers)).isEqualTo(4_000);
        assertThat(limit.millis(500, workers)).isEqualTo(1_000);
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
