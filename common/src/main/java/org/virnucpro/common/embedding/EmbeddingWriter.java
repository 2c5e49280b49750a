package org.virnucpro.common.embedding;

import java.io.Closeable;
import java.io.IOException;

/** Writes embeddings to a file, row by row, with flat memory. The file appears when it is complete. Not thread-safe. */
public interface EmbeddingWriter extends Closeable {

    /**
     * Appends a row.
     *
     * @param id name of the sequence; any text, not unique
     * @param values holds the row from index {@code from}
     */
    void add(String id, float[] values, int from) throws IOException;

    /**
     * Ends the file and gives it its name.
     *
     * @throws IllegalStateException when there are fewer rows than announced
     */
    void commit() throws IOException;

    /** Drops what was not committed. */
    @Override
    void close() throws IOException;
}
