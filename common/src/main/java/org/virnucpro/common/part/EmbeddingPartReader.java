package org.virnucpro.common.part;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * Reads the embeddings of one task row by row. Its size is compared with what it says of itself before anything is
 * allocated; its checksum is known at the end, so a caller publishes nothing before {@link #finish}. Not thread-safe.
 */
public final class EmbeddingPartReader implements AutoCloseable {
    private static final int MOST_BYTES_PER_ROW = 1 << 26;

    private final Path file;
    private final CheckedInputStream in;
    private final int width;
    private final ByteBuffer row;
    private long left;
    private final long rows;

    private EmbeddingPartReader(Path file, CheckedInputStream in, long rows, int width) {
        this.file = file;
        this.in = in;
        this.rows = rows;
        this.left = rows;
        this.width = width;
        this.row = ByteBuffer.allocate(Math.max(width * Float.BYTES, EmbeddingPartWriter.FOOTER_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Opens the embeddings of a task.
     *
     * @param expected rows that its part has
     * @throws PartException when the file is missing, of another layout or number of rows, or truncated
     */
    public static EmbeddingPartReader open(PartFolder folder, PartName name, long expected) throws IOException {
        Path file = folder.embeddings(name);
        try {
            ByteBuffer footer = footer(file);
            long rows = footer.getLong();
            int width = footer.getInt();
            long bytes = Files.size(file) - EmbeddingPartWriter.MAGIC.length - EmbeddingPartWriter.FOOTER_BYTES;
            if (rows != expected
                    || width < 0
                    || (long) width * Float.BYTES > MOST_BYTES_PER_ROW
                    || bytes != Math.multiplyExact(rows, (long) width * Float.BYTES)) {
                throw bad(
                        file,
                        rows + " rows of " + width + " numbers in " + bytes + " bytes, expected " + expected + " rows");
            }
            InputStream buffered = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            CheckedInputStream in = new CheckedInputStream(buffered, new CRC32C());
            if (!Arrays.equals(in.readNBytes(EmbeddingPartWriter.MAGIC.length), EmbeddingPartWriter.MAGIC)) {
                in.close();
                throw bad(file, "it does not begin with VNPEMB01");
            }
            return new EmbeddingPartReader(file, in, rows, width);
        } catch (NoSuchFileException missing) {
            throw new PartException("part " + file + " is missing", missing);
        } catch (EOFException | ArithmeticException truncated) {
            throw new PartException("part " + file + " is unusable: it is truncated", truncated);
        }
    }

    /** Numbers in a row; 0 when there are no rows. */
    public int width() {
        return width;
    }

    /** Reads the next row into {@code values}, from index 0. */
    public void next(float[] values) throws IOException {
        if (left == 0) {
            throw bad(file, "it has no more than " + rows + " rows");
        }
        fill(width * Float.BYTES);
        row.asFloatBuffer().get(values, 0, width);
        left--;
    }

    /**
     * Ends the reading.
     *
     * @throws PartException when rows were left out, or the bytes are not those that were written
     */
    public void finish() throws IOException {
        if (left > 0) {
            throw bad(file, left + " of its rows belong to no row of the part");
        }
        fill(EmbeddingPartWriter.FOOTER_BYTES - Integer.BYTES);
        int checksum = (int) in.getChecksum().getValue();
        fill(Integer.BYTES);
        if (row.getInt() != checksum) {
            throw bad(file, "its checksum does not fit its bytes");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void fill(int bytes) throws IOException {
        if (in.readNBytes(row.array(), 0, bytes) < bytes) {
            throw bad(file, "it is truncated");
        }
        row.clear();
    }

    private static ByteBuffer footer(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long place = channel.size() - EmbeddingPartWriter.FOOTER_BYTES;
            if (place < EmbeddingPartWriter.MAGIC.length) {
                throw new EOFException();
            }
            ByteBuffer footer =
                    ByteBuffer.allocate(EmbeddingPartWriter.FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (footer.hasRemaining()) {
                if (channel.read(footer, place + footer.position()) < 0) {
                    throw new EOFException();
                }
            }
            return footer.flip();
        }
    }

    private static PartException bad(Path file, String what) {
        return new PartException("part " + file + " is unusable: " + what);
    }
}
