package org.virnucpro.coordinator.plan;

/**
 * Consecutive records of one input: the grain in which shards are cut.
 *
 * @param start offset of its first byte in the uncompressed text
 * @param end offset behind its last byte
 * @param line number of its first line, from 1
 * @param work what it asks of the models
 */
record Segment(long start, long end, long line, Work work) {

    Segment join(Segment next) {
        return new Segment(start, next.end, line, work.plus(next.work));
    }
}
