package org.virnucpro.coordinator.plan;

import java.util.Optional;

/**
 * Consecutive records of one input, or consecutive chunks of one long record: the grain in which shards are cut.
 *
 * @param start offset of its first byte in the uncompressed text
 * @param end offset behind its last byte
 * @param line number of its first line, from 1
 * @param work what it asks of the models
 * @param longestRecord bases of its longest record; of a piece: of the whole record
 * @param piece which chunks of its record; empty for whole records
 */
record Segment(long start, long end, long line, Work work, long longestRecord, Optional<Piece> piece) {

    /**
     * Consecutive chunks of one record, not all of them.
     *
     * @param first counted from 0
     * @param end behind the last one
     * @param of chunks of the record
     */
    record Piece(int first, int end, int of) {
        Piece {
            if (first < 0 || end <= first || end > of || end - first == of) {
                throw new IllegalArgumentException("chunks " + first + " to " + end + " of " + of);
            }
        }
    }

    /** Whether the two can be one segment: whole records with whole records, a piece with the next one of its record. */
    boolean joins(Segment next) {
        if (piece.isEmpty() || next.piece.isEmpty()) {
            return piece.isEmpty() && next.piece.isEmpty();
        }
        return start == next.start && piece.get().end() == next.piece.get().first();
    }

    /** Both as one; all pieces of a record are the record. */
    Segment join(Segment next) {
        if (!joins(next)) {
            throw new IllegalArgumentException(this + " does not join " + next);
        }
        return new Segment(
                start,
                next.end,
                line,
                work.plus(next.work),
                Math.max(longestRecord, next.longestRecord),
                piece.flatMap(first -> joined(first, next.piece.orElseThrow())));
    }

    private static Optional<Piece> joined(Piece first, Piece next) {
        return first.first() == 0 && next.end() == first.of()
                ? Optional.empty()
                : Optional.of(new Piece(first.first(), next.end(), first.of()));
    }
}
