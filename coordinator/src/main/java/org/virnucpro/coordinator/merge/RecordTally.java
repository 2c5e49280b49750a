package org.virnucpro.coordinator.merge;

import java.util.Optional;
import org.virnucpro.common.sequence.ReadingFrame;

/**
 * Makes the score of one record from the rows of its open frames, in input order. For a chunk j with the highest score1
 * a_j and the highest score2 b_j among its frames, the chunk's score is b_j / (a_j + b_j); it is a virus when that is at
 * least 0.5, which is when b_j &ge; a_j: the verdict of VirNucPro's consensus. The record's score is the mean over its
 * chunks that have an open frame. Not thread-safe.
 */
final class RecordTally {
    private double chunkScores;
    private int scoredChunks;
    private int virusChunks;
    private int chunk;
    private double others;
    private double virus;
    private double best = Double.NEGATIVE_INFINITY;
    private int bestChunk;
    private ReadingFrame bestFrame = ReadingFrame.F1;

    /**
     * Takes in a row.
     *
     * @param chunkNumber from 1; rows of one chunk follow each other
     */
    void add(int chunkNumber, ReadingFrame frame, float othersScore, float virusScore) {
        if (chunkNumber != chunk) {
            endChunk();
            chunk = chunkNumber;
            others = othersScore;
            virus = virusScore;
        }
        others = Math.max(others, othersScore);
        virus = Math.max(virus, virusScore);
        if (virusScore > best) {
            best = virusScore;
            bestChunk = chunkNumber;
            bestFrame = frame;
        }
    }

    /** The score; empty when there was no row. */
    Optional<RecordScore> end() {
        endChunk();
        return scoredChunks == 0
                ? Optional.empty()
                : Optional.of(new RecordScore(chunkScores / scoredChunks, virusChunks, bestChunk, bestFrame));
    }

    private void endChunk() {
        if (chunk > 0) {
            double score = virus / (others + virus);
            chunkScores += score;
            virusChunks += score >= 0.5 ? 1 : 0;
            scoredChunks++;
            chunk = 0;
        }
    }
}
