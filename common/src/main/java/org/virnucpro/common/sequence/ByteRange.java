package org.virnucpro.common.sequence;

/**
 * A range of the uncompressed bytes of a FASTA file; to it belong the records whose header starts inside.
 *
 * @param start first byte
 * @param end byte after the last; {@link Long#MAX_VALUE} for the end of the file
 * @param firstLine number of the line that starts at {@code start}, so that messages name the right lines
 */
public record ByteRange(long start, long end, long firstLine) {
    /** The whole file. */
    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE, 1);

    public ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("byte range [" + start + ", " + end + ")");
        }
    }
}
