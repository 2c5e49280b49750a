package org.virnucpro.common.sequence;

/**
 * Where the overlapping chunks of a record lie: {@code split_fasta_chunk} of VirNucPro's units.py in closed form, with
 * its quirk that the last chunk can be short. The surplus of {@code count * chunkSize} bases over the record is spread
 * over the gaps between chunks; its remainder is put on single gaps, and what exceeds the number of gaps is lost.
 *
 * @param length bases of the record
 * @param chunkSize bases of a chunk
 * @param count chunks
 * @param overlap bases that each chunk shares with the next one
 * @param widerGaps leading gaps that overlap by one base more
 */
public record ChunkLayout(int length, int chunkSize, int count, int overlap, int widerGaps) {

    /** The layout of a record of {@code length} bases; no chunk for none. */
    public static ChunkLayout of(int length, int chunkSize) {
        if (length < 0 || chunkSize < 1) {
            throw new IllegalArgumentException("chunks of " + chunkSize + " bases from " + length + " bases");
        }
        if (length == 0) {
            return new ChunkLayout(0, chunkSize, 0, 0, 0);
        }
        int count = (int) (((long) length + chunkSize - 1) / chunkSize);
        int surplus = (int) ((long) count * chunkSize - length);
        int overlap = surplus / count;
        int wanted = overlap + surplus % count;
        return new ChunkLayout(length, chunkSize, count, overlap, Math.min(wanted, count - 1));
    }

    /** First base of a chunk, counted from 0. */
    public int start(int chunk) {
        return (int) ((long) chunk * chunkSize - ((long) chunk * overlap + Math.min(chunk, widerGaps)));
    }

    /** The base after the last one of a chunk. */
    public int end(int chunk) {
        return (int) Math.min((long) start(chunk) + chunkSize, length);
    }
}
