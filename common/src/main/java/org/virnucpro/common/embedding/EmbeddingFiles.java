package org.virnucpro.common.embedding;

import java.io.IOException;
import java.nio.file.Path;

/** Opens files for embeddings. */
public final class EmbeddingFiles {
    private EmbeddingFiles() {}

    /**
     * Begins a file.
     *
     * @param rows exact number of rows that will be written
     * @param width numbers per row
     * @param layout which of VirNucPro's dictionaries a PyTorch file holds
     */
    public static EmbeddingWriter create(EmbeddingFormat format, Path target, long rows, int width, TorchLayout layout)
            throws IOException {
        return switch (format) {
            case NONE -> throw new IllegalArgumentException("no format for " + target);
            case NPY -> new NpyEmbeddings(target, rows, width);
            case HDF5 -> new Hdf5Embeddings(target, rows, width);
            case PT -> new TorchEmbeddings(target, rows, width, layout);
        };
    }
}
