package org.virnucpro.common.task;

/**
 * Which chunks of its records a shard computes, counted from 0.
 *
 * @param first the first one
 * @param end behind the last one; {@link Integer#MAX_VALUE} for all there are
 */
public record ChunkRange(int first, int end) {

    /** Every chunk of every record. */
    public static final ChunkRange ALL = new ChunkRange(0, Integer.MAX_VALUE);

    public ChunkRange {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("chunks " + first + " to " + end);
        }
    }

    /** Whether records are computed whole. */
    public boolean coversAll() {
        return equals(ALL);
    }
}
