package org.virnucpro.worker.weights.pickle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of one or more pickles. Lengths in the pickle are compared with the bytes that are left before anything is
 * allocated. Not thread-safe.
 */
public final class PickleInput {

    /** The pickle of a model takes kilobytes; the limit bounds memory for hostile files. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int MAX_LINE_BYTES = 1024;

    private final InputStream bytes;
    private final long limit;
    private long position;

    /**
     * Reads a stream from where it stands.
     *
     * @param bytes buffered; not closed here
     * @param size bytes that are there; at most 64 MiB of them are read
     */
    public PickleInput(InputStream bytes, long size) {
        this(bytes, size, MAX_BYTES);
    }

    /**
     * The same with another limit, for pickles that hold numbers themselves.
     *
     * @param most bytes that are read of it
     */
    public PickleInput(InputStream bytes, long size, long most) {
        this.bytes = bytes;
        this.limit = Math.min(size, most);
    }

    /** Bytes read so far. */
    public long position() {
        return position;
    }

    int readByte() {
        return readBytes(1).get() & 0xff;
    }

    /** The next {@code count} bytes, little-endian. */
    ByteBuffer readBytes(long count) {
        if (count < 0 || count > limit - position) {
            throw new PickleException("truncated or damaged pickle: " + count + " bytes wanted at byte " + position
                    + ", " + (limit - position) + " left");
        }
        try {
            byte[] read = bytes.readNBytes((int) count);
            position += read.length;
            if (read.length < count) {
                throw new PickleException("truncated pickle: it ends at byte " + position);
            }
            return ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes up to the next line feed, without it. */
    String readLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = readByte(); next != '\n'; next = readByte()) {
            line.write(next);
            if (line.size() > MAX_LINE_BYTES) {
                throw new PickleException(
                        "damaged pickle: a name of more than " + MAX_LINE_BYTES + " bytes before byte " + position);
            }
        }
        return line.toString(US_ASCII);
    }
}
