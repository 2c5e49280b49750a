package org.virnucpro.coordinator.plan;

import java.util.List;

/**
 * What one pass over an input found.
 *
 * @param segments its records in order, joined to pieces of workable size; empty when it has none
 * @param work of the whole input
 * @param rejected how many records cannot be processed
 * @param duplicateIds records whose id an earlier record of this input has
 */
record ScannedInput(List<Segment> segments, Work work, long rejected, long duplicateIds) {
    /** Of an input that cannot be read. */
    static final ScannedInput NONE = new ScannedInput(List.of(), Work.NONE, 0, 0);
}
