package org.virnucpro.coordinator.plan;

import java.util.List;

/**
 * What one pass over an input found.
 *
 * @param segments its records in order, joined to pieces of workable size; empty when it has none
 * @param work of the whole input
 * @param rejected records that cannot be processed
 * @param duplicateIds records whose id an earlier record of this input has
 */
record ScannedInput(List<Segment> segments, Work work, List<FailedRecord> rejected, long duplicateIds) {}
