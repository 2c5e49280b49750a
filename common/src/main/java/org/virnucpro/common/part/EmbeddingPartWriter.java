package org.virnucpro.common.part;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * Writes the embeddings of one task beside its part: a row per row of the part, in the same order. To be committed before
 * the part, whose token decides for both. Confined to one thread.
 *
 * <p>Layout, little-endian: the eight bytes {@code VNPEMB01}; the rows of float32; rows (int64), width (int32, 0 without
 * rows), CRC-32C of all bytes before it (int32).
 *
 * @see EmbeddingPartReader
 */
public final class EmbeddingPartWriter implements AutoCloseable {
    static final byte[] MAGIC = {'V', 'N', 'P', 'E', 'M', 'B', '0', '1'};
    static final int FOOTER_BYTES = 16;

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final CheckedOutputStream out;
    private ByteBuffer piece = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;
    private int width;

    /**
     * Starts a file under a temporary name; a leftover of the same name is replaced.
     *
     * @throws PartWriteException when the folder is missing or refuses the file
     */
    public EmbeddingPartWriter(PartFolder folder, PartName name) {
        file = folder.embeddings(name);
        temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(temporary);
            channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw unwritable(refused);
        }
        OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        out = new CheckedOutputStream(buffered, new CRC32C());
        write(MAGIC, MAGIC.length);
    }

    /**
     * Appends rows.
     *
     * @param values float32 [count, width], row-major
     * @param count at least 1; the width is the same in every call
     */
    public void rows(float[] values, int count) {
        int columns = values.length / count;
        if (width != 0 && width != columns) {
            throw new IllegalArgumentException("rows of " + columns + " numbers behind rows of " + width);
        }
        width = columns;
        rows += count;
        int bytes = Math.multiplyExact(values.length, Float.BYTES);
        if (piece.capacity() < bytes) {
            piece = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        piece.clear();
        piece.asFloatBuffer().put(values);
        write(piece.array(), bytes);
    }

    /**
     * Ends the file, makes it durable and gives it its name.
     *
     * @param expected rows of the part
     * @throws PartException when there are not as many
     */
    public void commit(long expected) {
        if (rows != expected) {
            throw new PartException(file + ": " + rows + " embeddings for " + expected + " open frames");
        }
        piece.clear();
        piece.putLong(rows).putInt(width);
        write(piece.array(), FOOTER_BYTES - Integer.BYTES);
        piece.clear();
        piece.putInt((int) out.getChecksum().getValue());
        write(piece.array(), Integer.BYTES);
        try {
            out.flush();
            channel.force(true);
            channel.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private void write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private PartWriteException unwritable(IOException cause) {
        return new PartWriteException("cannot write " + temporary + ": " + cause, cause);
    }
}
