package org.virnucpro.common.file;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, of bounded length, so that a damaged file cannot fill the memory. Not thread-safe. */
public final class ByteLines implements AutoCloseable {

    /** A part that lists a few hundred thousand rejected records still fits. */
    public static final int LONGEST = 64 << 20;

    /** A line is too long or has no end. */
    public static final class BrokenLineException extends IOException {
        private static final long serialVersionUID = 1L;

        BrokenLineException(String message) {
            super(message);
        }
    }

    private final InputStream input;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long read;

    private ByteLines(InputStream input) {
        this.input = input;
    }

    /** Begins at the first line of a file. */
    public static ByteLines open(Path file) throws IOException {
        return new ByteLines(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** Lines handed out so far. */
    public long read() {
        return read;
    }

    /**
     * The next line without its LF; null behind the last one.
     *
     * @throws BrokenLineException when it has no end or is longer than {@link #LONGEST} bytes
     */
    public byte @Nullable [] next() throws IOException {
        line.reset();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0 && line.size() == 0) {
                return null;
            }
            if (next < 0) {
                throw new BrokenLineException("line " + (read + 1) + " has no end (truncated)");
            }
            if (line.size() == LONGEST) {
                throw new BrokenLineException("line " + (read + 1) + " is longer than " + LONGEST + " bytes");
            }
            line.write(next);
        }
        read++;
        return line.toByteArray();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
