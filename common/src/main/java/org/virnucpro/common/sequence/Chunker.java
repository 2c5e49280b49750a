package org.virnucpro.common.sequence;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts records into overlapping chunks as {@link ChunkLayout} places them. Thread-safe.
 *
 * @param chunkSize bases of a chunk, at least 1; the models of VirNucPro are made for 300 and 500
 */
public record Chunker(int chunkSize) {

    public Chunker {
        if (chunkSize < 1) {
            throw new IllegalArgumentException("a chunk of " + chunkSize + " bases");
        }
    }

    public int count(FastaRecord record) {
        return layout(record).count();
    }

    /** All chunks in order; lazily, they share the bytes of the record. */
    public Stream<Chunk> chunks(FastaRecord record) {
        return chunks(record, 0, count(record));
    }

    /** The chunks [first, end), counted from 0. */
    public Stream<Chunk> chunks(FastaRecord record, int first, int end) {
        ChunkLayout layout = layout(record);
        if (first < 0 || first > end || end > layout.count()) {
            throw new IndexOutOfBoundsException(
                    "chunks [" + first + ", " + end + ") of " + layout.count() + " in record " + record.id());
        }
        String prefix = record.id() + "_chunk_";
        return IntStream.range(first, end)
                .mapToObj(chunk ->
                        new Chunk(prefix + (chunk + 1), record.bases().slice(layout.start(chunk), layout.end(chunk))));
    }

    /** Where the chunks of a record lie. */
    public ChunkLayout layout(FastaRecord record) {
        return ChunkLayout.of(record.bases().length(), chunkSize);
    }
}
