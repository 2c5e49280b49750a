package org.virnucpro.common.embedding;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.virnucpro.common.file.PartialFile;

/**
 * A file that {@code torch.load} reads, with one of VirNucPro's dictionaries. Tensors of a list share one storage. Names and
 * rows go to files of their own first, because the archive wants them one after the other. Not thread-safe.
 */
final class TorchEmbeddings implements EmbeddingWriter {
    /** A list is filled in pieces of so many values, as Python does it. */
    private static final int BATCH = 1000;

    private final Path target;
    private final TorchLayout layout;
    private final long rows;
    private final int width;
    private final PartialFile names;
    private final PartialFile values;
    private final PickleWriter namePickle;
    private final OutputStream valueBytes;
    private final FloatBytes floats;
    private final PickleWriter valuePickle;
    private long written;

    TorchEmbeddings(Path target, long rows, int width, TorchLayout layout) throws IOException {
        this.target = target;
        this.layout = layout;
        this.rows = rows;
        this.width = width;
        this.names = PartialFile.create(target.resolveSibling(target.getFileName() + ".names"));
        this.values = PartialFile.create(target.resolveSibling(target.getFileName() + ".values"));
        this.namePickle = new PickleWriter(open(names));
        this.valueBytes = open(values);
        this.floats = new FloatBytes(valueBytes);
        this.valuePickle = new PickleWriter(valueBytes);
    }

    @Override
    public void add(String id, float[] row, int from) throws IOException {
        if (written == rows) {
            throw new IllegalStateException(target + ": more than the announced " + rows + " rows");
        }
        batch(namePickle, written);
        namePickle.text(id);
        if (layout == TorchLayout.DNABERT) {
            batch(valuePickle, written);
            list(id, row, from);
        } else {
            floats.write(row, from, width);
        }
        written++;
    }

    /** In front of item {@code index} of a list: ends a full piece, begins the next. */
    private static void batch(PickleWriter pickle, long index) throws IOException {
        if (index % BATCH == 0) {
            if (index > 0) {
                pickle.appends();
            }
            pickle.mark();
        }
    }

    private void list(String id, float[] row, int from) throws IOException {
        valuePickle.emptyDictionary().mark().text("label").text(id);
        valuePickle.text("mean_representation").emptyList().mark();
        for (int i = from; i < from + width; i++) {
            valuePickle.number(row[i]);
        }
        valuePickle.appends().setItems();
    }

    @Override
    public void commit() throws IOException {
        if (written < rows) {
            throw new IllegalStateException(target + ": " + (rows - written) + " rows are missing");
        }
        namePickle.close();
        valueBytes.close();
        try (PartialFile pickle = PartialFile.create(target.resolveSibling(target.getFileName() + ".pickle"));
                PartialFile archive = PartialFile.create(target)) {
            writePickle(pickle.path());
            try (TorchArchive torch = new TorchArchive(archive.path())) {
                torch.file("data.pkl", pickle.path());
                torch.text("byteorder", "little");
                if (layout != TorchLayout.DNABERT) {
                    torch.file("data/0", values.path());
                }
                torch.text("version", "3\n");
            }
            archive.commit();
        }
    }

    private void writePickle(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                PickleWriter pickle = new PickleWriter(out)) {
            pickle.begin().emptyDictionary().mark().text(layout.namesKey());
            copyList(names.path(), out, pickle);
            pickle.text("data");
            switch (layout) {
                case MERGED -> pickle.tensor(rows * width, 0, rows, width);
                case ESM2 -> tensors(pickle);
                case DNABERT -> copyList(values.path(), out, pickle);
            }
            pickle.setItems().stop();
        }
    }

    private void copyList(Path items, OutputStream out, PickleWriter pickle) throws IOException {
        pickle.emptyList();
        Files.copy(items, out);
        if (rows > 0) {
            pickle.appends();
        }
    }

    private void tensors(PickleWriter pickle) throws IOException {
        pickle.emptyList();
        for (long row = 0; row < rows; row++) {
            batch(pickle, row);
            pickle.tensor(rows * width, row * width, width);
        }
        if (rows > 0) {
            pickle.appends();
        }
    }

    private static OutputStream open(PartialFile file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file.path(), StandardOpenOption.WRITE), 1 << 16);
    }

    @Override
    public void close() throws IOException {
        try (names;
                values;
                valueBytes;
                namePickle) {
            // Closing is all.
        }
    }
}
