package org.virnucpro.coordinator.merge;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.embedding.EmbeddingFiles;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.embedding.EmbeddingWriter;
import org.virnucpro.common.embedding.TorchLayout;
import org.virnucpro.common.part.EmbeddingPartReader;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;

/**
 * The embeddings of the open frames of one input, a row per row of prediction_results.txt and in its order. PyTorch files
 * hold 10,000 rows each, named as VirNucPro names them. Holds one row. Confined to one thread.
 */
final class MergedEmbeddings implements Closeable {

    /** The embeddings of one task. */
    record TaskRows(PartName name, long rows) {}

    private static final long ROWS_PER_TORCH_FILE = 10_000;

    private final PartFolder parts;
    private final EmbeddingFormat format;
    private final Path folder;
    private final String stem;
    private final float[] row;
    private long rowsLeft;
    private long fileRowsLeft;
    private int files;
    private @Nullable EmbeddingWriter writer;
    private @Nullable EmbeddingPartReader part;

    /**
     * @param tasks whose results count, in the order of the input
     * @param folder for the results of the input
     */
    MergedEmbeddings(PartFolder parts, List<TaskRows> tasks, EmbeddingFormat format, Path folder, String stem)
            throws IOException {
        this.parts = parts;
        this.format = format;
        this.folder = folder;
        this.stem = stem;
        this.rowsLeft = tasks.stream().mapToLong(TaskRows::rows).sum();
        this.row = new float[width(tasks)];
    }

    /** The rows of this task come next. */
    void begin(PartName name, long rows) throws IOException {
        if (format != EmbeddingFormat.NONE) {
            part = EmbeddingPartReader.open(parts, name, rows);
            if (rows > 0 && part.width() != row.length) {
                part.close();
                throw new PartException("the embeddings of part " + name + " have " + part.width()
                        + " numbers, those of other parts " + row.length);
            }
        }
    }

    /** The next row of the task. */
    void add(String sequenceId) throws IOException {
        if (part != null) {
            part.next(row);
            writer().add(sequenceId, row, 0);
            fileRowsLeft--;
            rowsLeft--;
        }
    }

    /** The rows of the task have ended. */
    void end() throws IOException {
        if (part != null) {
            part.finish();
            part.close();
            part = null;
        }
    }

    /** Ends the last file; an input without rows has an empty one, but no PyTorch file. */
    void finish() throws IOException {
        if (format != EmbeddingFormat.NONE && (files > 0 || format != EmbeddingFormat.PT)) {
            writer().commit();
        }
    }

    @Override
    public void close() throws IOException {
        try (EmbeddingWriter open = writer;
                EmbeddingPartReader reading = part) {
            // Closing is all.
        }
    }

    private EmbeddingWriter writer() throws IOException {
        if (writer != null && fileRowsLeft == 0 && rowsLeft > 0) {
            writer.commit();
            writer = null;
        }
        if (writer == null) {
            files++;
            fileRowsLeft = format == EmbeddingFormat.PT ? Math.min(rowsLeft, ROWS_PER_TORCH_FILE) : rowsLeft;
            writer = EmbeddingFiles.create(format, target(), fileRowsLeft, row.length, TorchLayout.MERGED);
        }
        return writer;
    }

    private Path target() {
        return folder.resolve(
                switch (format) {
                    case PT -> "output_" + files + "_merged.pt";
                    case NPY -> stem + "_embeddings.npy";
                    case HDF5 -> stem + "_embeddings.h5";
                    case NONE -> throw new IllegalStateException("no embeddings are kept");
                });
    }

    private int width(List<TaskRows> tasks) throws IOException {
        if (format != EmbeddingFormat.NONE) {
            for (TaskRows task : tasks) {
                if (task.rows() > 0) {
                    try (EmbeddingPartReader first = EmbeddingPartReader.open(parts, task.name(), task.rows())) {
                        return first.width();
                    }
                }
            }
        }
        return 0;
    }
}
