package org.virnucpro.common.task;

/**
 * The slice of an input that one task carries: whole records whose headers start in a byte range.
 *
 * @param input index into the run's inputs
 * @param start offset of the first byte, in the uncompressed text
 * @param end offset behind the last byte
 * @param line number of the line at {@code start}, from 1, for messages
 * @param records records in the slice, also those that are rejected
 * @param frames open frames in the slice: the rows that its result must have
 */
public record Shard(int input, long start, long end, long line, long records, long frames) {

    public Shard {
        if (input < 0 || start < 0 || end < start || line < 1 || records < 0 || frames < 0) {
            throw new IllegalArgumentException("not a shard: input " + input + ", bytes " + start + " to " + end
                    + ", line " + line + ", " + records + " records, " + frames + " frames");
        }
    }
}
