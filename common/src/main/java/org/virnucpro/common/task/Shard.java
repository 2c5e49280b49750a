package org.virnucpro.common.task;

/**
 * The slice of an input that one task carries: whole records whose headers start in a byte range, or some of the chunks of
 * one long record, which then is the only one in the range.
 *
 * @param input index into the run's inputs
 * @param start offset of the first byte, in the uncompressed text
 * @param end offset behind the last byte
 * @param line number of the line at {@code start}, from 1, for messages
 * @param records records that begin in the slice, also those that are rejected: of the shards of one record only the first
 *     has one, so that records add up over shards
 * @param frames open frames in the slice: the rows that its result must have
 * @param longestRecord bases of its longest record: what a worker must hold in memory at once
 * @param chunks which chunks of its record; {@link ChunkRange#ALL} for whole records
 */
public record Shard(
        int input, long start, long end, long line, long records, long frames, long longestRecord, ChunkRange chunks) {

    /** More bases than this are no record that anybody could hold; the broker keeps them in so many digits. */
    public static final long MAXIMAL_RECORD = 999_999_999_999L;

    public Shard {
        if (input < 0
                || start < 0
                || end < start
                || line < 1
                || records < 0
                || frames < 0
                || longestRecord < 0
                || longestRecord > MAXIMAL_RECORD) {
            throw new IllegalArgumentException("not a shard: input " + input + ", bytes " + start + " to " + end
                    + ", line " + line + ", " + records + " records, " + frames + " frames, longest record "
                    + longestRecord + " bases");
        }
        if (!chunks.coversAll() && records != (chunks.first() == 0 ? 1 : 0)) {
            throw new IllegalArgumentException("not a shard: chunks " + chunks.first() + " to " + chunks.end()
                    + " of one record, but " + records + " records begin there");
        }
    }

    /** Whether smaller shards can take its place. Not named like a property, since the plan on disk would hold it then. */
    public boolean holdsSeveralRecords() {
        return chunks.coversAll() && records > 1;
    }

    /** Whole records, none of them too long for any worker. */
    public Shard(int input, long start, long end, long line, long records, long frames) {
        this(input, start, end, line, records, frames, 0, ChunkRange.ALL);
    }
}
