package org.virnucpro.common.embedding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.virnucpro.common.file.PartialFile;

/**
 * HDF5 with the datasets of Broad's fork: {@code embeddings} float32 [rows, width], {@code sequence_ids} UTF-8 [rows]. Java
 * libraries for HDF5 want whole datasets in memory, which a run has not; so the few structures around the rows are written
 * here.
 */
final class Hdf5Embeddings implements EmbeddingWriter {
    private final Path target;
    private final PartialFile file;
    private final FileChannel channel;
    private final Hdf5Headers headers;
    private final FileRegion numbers;
    private final FileRegion collections;
    private final Hdf5Texts texts;
    private long missing;

    Hdf5Embeddings(Path target, long rows, int width) throws IOException {
        this.target = target;
        this.missing = rows;
        this.headers = new Hdf5Headers(rows, width, 0);
        this.file = PartialFile.create(target);
        this.channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
        this.numbers = new FileRegion(channel, Hdf5Headers.EMBEDDINGS);
        this.collections = new FileRegion(channel, headers.texts());
        this.texts = new Hdf5Texts(new FileRegion(channel, headers.identifiers()), collections);
    }

    @Override
    public void add(String id, float[] values, int from) throws IOException {
        if (missing == 0) {
            throw new IllegalStateException(target + ": more than the announced " + headers.rows() + " rows");
        }
        for (int i = 0; i < headers.width(); i++) {
            numbers.room(Float.BYTES).putFloat(values[from + i]);
        }
        texts.add(id.getBytes(StandardCharsets.UTF_8));
        missing--;
    }

    @Override
    public void commit() throws IOException {
        if (missing > 0) {
            throw new IllegalStateException(target + ": " + missing + " rows are missing");
        }
        numbers.flush();
        texts.finish();
        ByteBuffer head =
                ByteBuffer.wrap(new Hdf5Headers(headers.rows(), headers.width(), collections.position()).encode());
        while (head.hasRemaining()) {
            channel.write(head, head.position());
        }
        channel.close();
        file.commit();
    }

    @Override
    public void close() throws IOException {
        try (file) {
            channel.close();
        }
    }
}
