package org.virnucpro.common.table;

/**
 * A row that was read back from prediction_results.txt.
 *
 * @param othersScore column score1
 * @param virusScore column score2
 */
public record PredictionRow(String sequenceId, PredictionLabel label, double othersScore, double virusScore) {}
