package org.virnucpro.worker.npy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.npy.NpyException;
import org.virnucpro.common.npy.NpyHeader;
import org.virnucpro.worker.weights.FloatTensor;

/**
 * Reads a {@code .npy} file (version 1.0, {@code <f4}, C order, one to three dimensions) front to back, row by row; a row
 * is everything behind the first dimension. The shape is compared with the size of the file before anything is allocated.
 * Not thread-safe.
 */
public final class NpyReader implements AutoCloseable {

    private static final int MAX_DIMENSIONS = 3;
    private static final int PIECE_BYTES = 1 << 20;

    private final Path file;
    private final InputStream bytes;
    private final List<Long> shape;
    private final int columns;
    private final byte[] piece = new byte[PIECE_BYTES];
    private long rowsLeft;

    private NpyReader(Path file, InputStream bytes, List<Long> shape, int columns) {
        this.file = file;
        this.bytes = bytes;
        this.shape = shape;
        this.columns = columns;
        this.rowsLeft = shape.get(0);
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws NpyException when the file is missing, damaged, or of another type or order
     */
    public static NpyReader open(Path file) {
        try {
            long size = Files.size(file);
            InputStream bytes = Files.newInputStream(file);
            try {
                return open(file, size, bytes);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new NpyException(file + ": no such file", e);
        } catch (IOException e) {
            throw new NpyException(file + ": cannot be read: " + e, e);
        }
    }

    private static NpyReader open(Path file, long size, InputStream bytes) throws IOException {
        String name = file.toString();
        byte[] prefix = bytes.readNBytes(NpyHeader.PREFIX_BYTES);
        if (prefix.length < NpyHeader.PREFIX_BYTES) {
            throw new NpyException(name + ": not a .npy file (" + size + " bytes)");
        }
        int dictionaryBytes = NpyHeader.dictionaryBytes(prefix, name);
        byte[] dictionary = bytes.readNBytes(dictionaryBytes);
        if (dictionary.length < dictionaryBytes) {
            throw new NpyException(name + ": truncated inside the .npy header");
        }
        List<Long> shape = NpyHeader.parse(dictionary, name).shape();
        if (shape.isEmpty() || shape.size() > MAX_DIMENSIONS) {
            throw new NpyException(name + ": shape " + shape + "; expected 1 to " + MAX_DIMENSIONS + " dimensions");
        }
        return new NpyReader(
                file, bytes, shape, checkedColumns(name, shape, size - NpyHeader.PREFIX_BYTES - dictionaryBytes));
    }

    private static int checkedColumns(String name, List<Long> shape, long bytesThere) {
        try {
            long columns = 1;
            for (long dimension : shape.subList(1, shape.size())) {
                columns = Math.multiplyExact(columns, dimension);
            }
            long expected = Math.multiplyExact(Math.multiplyExact(columns, shape.get(0)), (long) Float.BYTES);
            if (expected != bytesThere) {
                throw new NpyException(name + ": shape " + shape + " needs " + expected + " bytes but the file holds "
                        + bytesThere + " (truncated or damaged)");
            }
            return Math.toIntExact(columns);
        } catch (ArithmeticException e) {
            throw new NpyException(name + ": damaged .npy header: shape " + shape + " is too large", e);
        }
    }

    /** The dimensions, outermost first. */
    public List<Long> shape() {
        return shape;
    }

    /** Length of the first dimension. */
    public long rows() {
        return shape.get(0);
    }

    /** Numbers in one row; 1 for a vector. */
    public int columns() {
        return columns;
    }

    /**
     * Reads the next rows.
     *
     * @param into receives them, row-major, from index 0; at least {@code maxRows * columns()} long
     * @return rows read; fewer than {@code maxRows} only at the end, then 0
     */
    public int readRows(float[] into, int maxRows) {
        int rows = (int) Math.min(maxRows, rowsLeft);
        readNumbers(into, Math.multiplyExact(rows, columns));
        rowsLeft -= rows;
        return rows;
    }

    /** Reads a whole file into memory. */
    public static FloatTensor readAll(Path file) {
        try (NpyReader reader = open(file)) {
            long size = reader.rows() * reader.columns;
            if (size > Integer.MAX_VALUE - 8) {
                throw new NpyException(file + ": " + size + " numbers are too many to hold at once");
            }
            float[] values = new float[(int) size];
            reader.readNumbers(values, values.length);
            return new FloatTensor(
                    reader.shape.stream().mapToInt(Math::toIntExact).toArray(), values);
        }
    }

    private void readNumbers(float[] into, int count) {
        try {
            for (int done = 0; done < count; ) {
                int now = Math.min(count - done, PIECE_BYTES / Float.BYTES);
                int got = bytes.readNBytes(piece, 0, now * Float.BYTES);
                if (got < now * Float.BYTES) {
                    throw new NpyException(file + ": truncated while it was read");
                }
                ByteBuffer.wrap(piece)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(into, done, now);
                done += now;
            }
        } catch (IOException e) {
            throw new NpyException(file + ": cannot be read: " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new NpyException(file + ": cannot be closed: " + e, e);
        }
    }
}
