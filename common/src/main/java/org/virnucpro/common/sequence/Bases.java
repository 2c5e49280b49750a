package org.virnucpro.common.sequence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An immutable run of ASCII sequence characters, case kept; slices share the bytes. Thread-safe. */
public final class Bases {
    private final byte[] bytes;
    private final int from;
    private final int length;

    /** Takes over {@code bytes}: the caller must not change them any more. */
    Bases(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.from = from;
        this.length = length;
    }

    /** The characters of an ASCII string. */
    public static Bases of(String ascii) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        return new Bases(bytes, 0, bytes.length);
    }

    public int length() {
        return length;
    }

    public byte at(int index) {
        return bytes[from + index];
    }

    /** The bases [start, end), without copying. */
    public Bases slice(int start, int end) {
        if (start < 0 || start > end || end > length) {
            throw new IndexOutOfBoundsException("[" + start + ", " + end + ") of " + length + " bases");
        }
        return new Bases(bytes, from + start, end - start);
    }

    /** Writes the bases [start, end). */
    void writeTo(OutputStream out, int start, int end) throws IOException {
        out.write(bytes, from + start, end - start);
    }

    /** The bases as text; copies them. */
    @Override
    public String toString() {
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bases that
                && Arrays.equals(bytes, from, from + length, that.bytes, that.from, that.from + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + at(i);
        }
        return hash;
    }
}
