package org.virnucpro.coordinator.merge;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.virnucpro.common.sequence.ReadingFrame;
import org.virnucpro.common.table.PredictionLabel;

/**
 * What the scores of its chunks say of a record.
 *
 * @param virusScore mean over the chunks with an open frame, 0 to 1; see {@link RecordTally}
 * @param virusChunks chunks that are called virus
 * @param bestChunk chunk of the row with the highest score2, from 1
 * @param bestFrame frame of that row
 */
record RecordScore(double virusScore, int virusChunks, int bestChunk, ReadingFrame bestFrame) {
    private static final int DECIMALS = 6;

    PredictionLabel prediction() {
        return virusScore >= 0.5 ? PredictionLabel.VIRUS : PredictionLabel.OTHERS;
    }

    /** The score cut, not rounded, to six decimals, so that 0.500000 and above is a virus and nothing else is. */
    String virusScoreText() {
        return new BigDecimal(virusScore).setScale(DECIMALS, RoundingMode.FLOOR).toPlainString();
    }
}
