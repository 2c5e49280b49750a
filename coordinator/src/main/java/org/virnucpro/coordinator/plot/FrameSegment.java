package org.virnucpro.coordinator.plot;

import org.virnucpro.common.table.PredictionLabel;

/**
 * One open frame in the figure: a horizontal line over its chunk.
 *
 * @param sequenceId of its row
 * @param chunk number of its chunk, from 1
 * @param score the higher one of both
 */
record FrameSegment(String sequenceId, int chunk, double score, PredictionLabel label) {}
