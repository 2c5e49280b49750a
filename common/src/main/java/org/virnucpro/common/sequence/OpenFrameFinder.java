package org.virnucpro.common.sequence;

import java.util.List;
import java.util.stream.Stream;

/**
 * From a record to its open frames: cut into chunks, translate six frames, keep those without a stop. What comes out
 * depends on the record and the chunk size alone, so a file gives the same frames whole or in ranges. Thread-safe.
 */
public final class OpenFrameFinder {
    private final Chunker chunker;
    private final SixFrameTranslator translator = new SixFrameTranslator();

    /** @param chunkSize bases of a chunk, at least 1 */
    public OpenFrameFinder(int chunkSize) {
        this.chunker = new Chunker(chunkSize);
    }

    public Chunker chunker() {
        return chunker;
    }

    /** The open frames of a record in output order, lazily. */
    public Stream<OpenFrame> openFrames(FastaRecord record) {
        return chunker.chunks(record).flatMap(chunk -> openFrames(chunk).stream());
    }

    /** The open frames of the chunks [first, end), counted from 0. */
    public Stream<OpenFrame> openFrames(FastaRecord record, int first, int end) {
        return chunker.chunks(record, first, end).flatMap(chunk -> openFrames(chunk).stream());
    }

    /** The open frames of one chunk in output order. */
    public List<OpenFrame> openFrames(Chunk chunk) {
        List<Chunk> readBack = ChunkedFile.readBack(chunk);
        return readBack.size() == 1
                ? translator.translate(readBack.get(0))
                : readBack.stream()
                        .flatMap(part -> translator.translate(part).stream())
                        .toList();
    }

    /** Sizes of the open frames of a record. */
    public OpenFrameCounts count(FastaRecord record) {
        return count(record, 0, chunker.count(record));
    }

    /** Sizes of the open frames of the chunks [first, end), counted from 0. */
    public OpenFrameCounts count(FastaRecord record, int first, int end) {
        return chunker.chunks(record, first, end).map(this::count).reduce(OpenFrameCounts.NONE, OpenFrameCounts::plus);
    }

    /** Sizes of the open frames of one chunk. */
    public OpenFrameCounts count(Chunk chunk) {
        return ChunkedFile.readBack(chunk).stream()
                .map(translator::count)
                .reduce(OpenFrameCounts.NONE, OpenFrameCounts::plus);
    }
}
