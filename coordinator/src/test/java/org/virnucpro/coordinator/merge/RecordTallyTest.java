package org.virnucpro.coordinator.merge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.virnucpro.common.sequence.ReadingFrame;
import org.virnucpro.common.table.PredictionLabel;

final class RecordTallyTest {
    private final RecordTally tally = new RecordTally();

    @Test
    void a_record_without_a_row_has_no_score() {
        assertThat(tally.end()).isEmpty();
    }

    @Test
    void the_score_is_the_mean_over_the_chunks_of_their_highest_scores() {
        tally.add(1, ReadingFrame.F1, 0.75f, 0.25f);
        tally.add(1, ReadingFrame.R2, 0.25f, 0.75f);
        tally.add(2, ReadingFrame.F3, 0.125f, 0.875f);
        tally.add(4, ReadingFrame.F2, 0.875f, 0.125f);
        RecordScore score = tally.end().orElseThrow();
        assertThat(score.virusScore()).isEqualTo((0.5 + 0.875 + 0.125) / 3);
        assertThat(score.virusScoreText()).isEqualTo("0.500000");
        assertThat(score.prediction()).isEqualTo(PredictionLabel.VIRUS);
        assertThat(score.virusChunks()).isEqualTo(2);
        assertThat(score.bestChunk()).isEqualTo(2);
        assertThat(score.bestFrame()).isEqualTo(ReadingFrame.F3);
    }

    @Test
    void of_equal_best_rows_the_first_one_counts() {
        tally.add(3, ReadingFrame.R1, 0.25f, 0.75f);
        tally.add(7, ReadingFrame.F1, 0.25f, 0.75f);
        RecordScore score = tally.end().orElseThrow();
        assertThat(score.bestChunk()).isEqualTo(3);
        assertThat(score.bestFrame()).isEqualTo(ReadingFrame.R1);
    }

    /** One chunk: the verdict of VirNucPro's consensus, to the last bit of a float32. */
    @Test
    void one_chunk_is_a_virus_exactly_when_the_consensus_says_so() {
        for (float others : new float[] {0.5f, Math.nextDown(0.5f), Math.nextUp(0.5f), 1e-30f, 0, 1}) {
            for (float virus : new float[] {0.5f, Math.nextDown(0.5f), Math.nextUp(0.5f), 1}) {
                RecordTally one = new RecordTally();
                one.add(1, ReadingFrame.F1, others, virus);
                RecordScore score = one.end().orElseThrow();
                assertThat(score.prediction() == PredictionLabel.VIRUS)
                        .as("%s %s", others, virus)
                        .isEqualTo(virus >= others);
                assertThat(score.virusScoreText().compareTo("0.500000") >= 0).isEqualTo(virus >= others);
            }
        }
    }
}
