package org.virnucpro.common.embedding;

import java.nio.file.Path;
import org.virnucpro.common.npy.NpyWriter;

/** The rows alone, float32 [rows, width]. */
final class NpyEmbeddings implements EmbeddingWriter {
    private final NpyWriter writer;
    private final Path target;
    private long missing;

    NpyEmbeddings(Path target, long rows, int width) {
        this.writer = NpyWriter.create(target, rows, width);
        this.target = target;
        this.missing = rows;
    }

    @Override
    public void add(String id, float[] values, int from) {
        writer.writeRow(values, from);
        missing--;
    }

    @Override
    public void commit() {
        if (missing > 0) {
            throw new IllegalStateException(target + ": " + missing + " rows are missing");
        }
        writer.close();
    }

    /** The writer publishes when all rows are there, and else deletes. */
    @Override
    public void close() {
        writer.close();
    }
}
