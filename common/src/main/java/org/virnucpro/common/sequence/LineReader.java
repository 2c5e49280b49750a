package org.virnucpro.common.sequence;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a byte stream with Python's universal newlines: LF, CRLF and a lone CR end a line, nothing else does. Not
 * thread-safe.
 */
final class LineReader {
    /** The line holds ASCII whitespace. */
    static final int WHITESPACE = 1;
    /** The line holds a byte above 127. */
    static final int NON_ASCII = 2;

    private static final byte LINE_END = -1;
    private static final int BUFFER_BYTES = 1 << 17;
    private static final byte[] CLASSES = classes();

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    /** Offset of {@code buffer[0]}. */
    private long bufferOffset;

    private long number;

    /**
     * @param offset of the stream's next byte in the file
     * @param firstLine number of the line that starts there
     */
    LineReader(InputStream in, long offset, long firstLine) {
        this.in = in;
        this.bufferOffset = offset;
        this.number = firstLine;
    }

    /** Offset of the next line. */
    long offset() {
        return bufferOffset + position;
    }

    /** Number of the next line. */
    long number() {
        return number;
    }

    /** First byte of the next line (a line end when the line is empty), or -1 at the end. */
    int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xff : -1;
    }

    /** Whether the stream starts with {@code prefix}; to be asked before anything was consumed. */
    boolean startsWith(byte[] prefix) throws IOException {
        while (limit < prefix.length) {
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count <= 0) {
                return false;
            }
            limit += count;
        }
        return Arrays.equals(buffer, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Appends the next line without its end to {@code target}; returns the classes of its bytes. */
    int appendLine(GrowableBytes target) throws IOException {
        int seen = 0;
        while (position < limit || fill()) {
            byte[] bytes = buffer;
            int end = limit;
            int i = position;
            int byteClass = 0;
            while (i < end && (byteClass = CLASSES[bytes[i] & 0xff]) != LINE_END) {
                seen |= byteClass;
                i++;
            }
            target.append(bytes, position, i - position);
            position = i;
            if (i < end) {
                endLine();
                return seen;
            }
        }
        number++;
        return seen;
    }

    void skipLine() throws IOException {
        while (position < limit || fill()) {
            int end = limit;
            int i = position;
            while (i < end && CLASSES[buffer[i] & 0xff] != LINE_END) {
                i++;
            }
            position = i;
            if (i < end) {
                endLine();
                return;
            }
        }
        number++;
    }

    private void endLine() throws IOException {
        number++;
        if (buffer[position++] == '\r' && peek() == '\n') {
            position++;
        }
    }

    private boolean fill() throws IOException {
        bufferOffset += limit;
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private static byte[] classes() {
        byte[] classes = new byte[256];
        for (int i = 0; i < 256; i++) {
            if (i == '\n' || i == '\r') {
                classes[i] = LINE_END;
            } else if (i > 127) {
                classes[i] = NON_ASCII;
            } else if (PythonText.isWhitespace(i)) {
                classes[i] = WHITESPACE;
            }
        }
        return classes;
    }
}
