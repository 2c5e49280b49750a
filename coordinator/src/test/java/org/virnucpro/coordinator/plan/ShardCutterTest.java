package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.coordinator.plan.Segment.Piece;

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
        assertThat(ShardLimit.DEFAULT.millis(8_000_000, 4)).isEqualTo(60_000);
        assertThat(ShardLimit.DEFAULT.millis(40_000, 4)).isEqualTo(300);
        assertThat(ShardLimit.DEFAULT.millis(500, 4)).isEqualTo(60);
    }

    @Test
    void segments_stay_few_and_keep_every_record_however_many_there_are() {
        Segments segments = new Segments(COSTS, 15);
        for (int record = 0; record < 100_000; record++) {
            segments.add(
                    new Segment(record, record + 1, record + 1, new Work(1, 0, 0, 0, 0, 1, 0), 1, Optional.empty()));
        }
        List<Segment> kept = segments.list();
        assertThat(kept).hasSizeLessThanOrEqualTo(20_000).hasSizeGreaterThan(5_000);
        assertThat(kept.stream().mapToLong(segment -> segment.work().records()).sum())
                .isEqualTo(100_000);
        assertThat(kept.get(0).start()).isZero();
        assertThat(kept.get(kept.size() - 1).end()).isEqualTo(100_000);
    }

    @Test
    void a_record_above_the_limit_is_cut_into_the_fewest_pieces_of_about_equal_cost() {
        List<Segment> segments = new ArrayList<>(segments(3));
        segments.addAll(pieces(3, 100));
        segments.addAll(List.of(segment(103, 5), segment(108, 5)));
        List<Segment> shards = new ShardCutter(COSTS, 40_000).cut(segments);
        assertThat(shards).extracting(shard -> shard.work().residues()).containsExactly(3L, 34L, 34L, 32L, 10L);
        assertThat(shards.subList(1, 4))
                .extracting(shard -> shard.piece().orElseThrow())
                .containsExactly(new Piece(0, 34, 100), new Piece(34, 68, 100), new Piece(68, 100, 100));
        assertThat(shards.get(4).piece()).isEmpty();
    }

    @Test
    void a_record_within_the_limit_is_whole_and_shares_a_shard_with_its_neighbours() {
        List<Segment> segments = new ArrayList<>(segments(3));
        segments.addAll(pieces(3, 30));
        assertThat(new ShardCutter(COSTS, 40_000).cut(segments)).singleElement().satisfies(shard -> {
            assertThat(shard.piece()).isEmpty();
            assertThat(shard.work().residues()).isEqualTo(33);
            assertThat(shard.work().records()).isEqualTo(2);
            assertThat(shard.longestRecord()).isEqualTo(30);
        });
    }

    @Test
    void pieces_of_two_records_never_share_a_shard() {
        List<Segment> segments = new ArrayList<>(pieces(0, 11));
        segments.addAll(pieces(11, 11));
        assertThat(new ShardCutter(COSTS, 10_000).cut(segments))
                .extracting(shard -> shard.work().residues())
                .containsExactly(6L, 5L, 6L, 5L);
    }

    @Test
    void pieces_stay_few_and_become_whole_records_again_when_there_are_many() {
        Segments segments = new Segments(COSTS, 1);
        for (int record = 0; record < 900; record++) {
            pieces(record * 100L, 100).forEach(segments::add);
        }
        List<Segment> kept = segments.list();
        assertThat(kept).hasSizeLessThanOrEqualTo(20_000).hasSizeGreaterThan(5_000);
        assertThat(kept.stream().mapToLong(segment -> segment.work().records()).sum())
                .isEqualTo(900);
        List<Segment> whole = new ShardCutter(COSTS, 100_000).cut(kept);
        assertThat(whole).hasSize(900).allMatch(shard -> shard.piece().isEmpty());
    }

    /** One record at a position, so many chunks of one residue. */
    private static List<Segment> pieces(long position, int count) {
        List<Segment> pieces = new ArrayList<>();
        for (int chunk = 0; chunk < count; chunk++) {
            pieces.add(new Segment(
                    position,
                    position + count,
                    1,
                    new Work(chunk == 0 ? 1 : 0, 0, 1, 0, 0, 1, 0),
                    count,
                    Optional.of(new Piece(chunk, chunk + 1, count))));
        }
        return pieces;
    }

    private static Segment segment(long position, long residues) {
        return new Segment(position, position + residues, 1, new Work(1, 0, 0, 0, 0, residues, 0), 1, Optional.empty());
    }

    private static List<Segment> segments(long... residues) {
        List<Segment> segments = new ArrayList<>();
        long position = 0;
        for (long count : residues) {
            segments.add(
                    new Segment(position, position + count, 1, new Work(1, 0, 0, 0, 0, count, 0), 1, Optional.empty()));
            position += count;
        }
        return segments;
    }
}
