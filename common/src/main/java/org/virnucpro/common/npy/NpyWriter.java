package org.virnucpro.common.npy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes a float32 matrix to a {@code .npy} file (version 1.0) row by row. The rows go to {@code NAME.partial} beside the
 * target, which {@link #close} renames once all of them are there: the target is never seen half written. Not
 * thread-safe. Every method throws {@link UncheckedIOException} naming the target when it cannot be written.
 */
public final class NpyWriter implements AutoCloseable {

    private static final int PIECE_BYTES = 1 << 16;

    private final Path target;
    private final Path partial;
    private final OutputStream bytes;
    private final long rows;
    private final int columns;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long rowsWritten;
    private boolean closed;

    private NpyWriter(Path target, Path partial, OutputStream bytes, long rows, int columns) {
        this.target = target;
        this.partial = partial;
        this.bytes = bytes;
        this.rows = rows;
        this.columns = columns;
        piece.put(new NpyHeader(List.of(rows, (long) columns)).encode());
    }

    /**
     * Begins a file.
     *
     * @param target replaced if it is a regular file
     * @param rows exact number of rows that will be written
     * @param columns numbers per row
     */
    public static NpyWriter create(Path target, long rows, int columns) {
        if (rows < 0 || columns < 0) {
            throw new IllegalArgumentException("matrix of " + rows + " x " + columns);
        }
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                throw new IOException("it exists and is not a regular file");
            }
            return new NpyWriter(target, partial, Files.newOutputStream(partial), rows, columns);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /**
     * Appends rows.
     *
     * @param values row-major numbers, from index 0
     * @param count rows to take from {@code values}
     * @throws IllegalStateException when that is more than were announced
     */
    public void writeRows(float[] values, int count) {
        append(values, 0, count);
    }

    /** Appends one row, which begins at {@code from}. */
    public void writeRow(float[] values, int from) {
        append(values, from, 1);
    }

    private void append(float[] values, int from, int count) {
        if (rowsWritten + count > rows) {
            throw new IllegalStateException(target + ": more than the announced " + rows + " rows");
        }
        try {
            int end = Math.addExact(from, Math.multiplyExact(count, columns));
            for (int i = from; i < end; i++) {
                if (!piece.hasRemaining()) {
                    flush();
                }
                piece.putFloat(values[i]);
            }
            rowsWritten += count;
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private void flush() throws IOException {
        bytes.write(piece.array(), 0, piece.position());
        piece.clear();
    }

    /** Publishes the file if all announced rows were written, else deletes what there is. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            try {
                publish();
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private void publish() throws IOException {
        try (bytes) {
            flush();
        }
        if (rowsWritten == rows) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static UncheckedIOException failed(Path target, IOException cause) {
        return new UncheckedIOException(target + ": cannot be written: " + cause.getMessage(), cause);
    }
}
