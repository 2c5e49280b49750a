package org.virnucpro.common.embedding;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes Python pickles of protocol 2, as far as tensors need them. Not thread-safe.
 *
 * @see <a href="https://github.com/python/cpython/blob/main/Lib/pickletools.py">pickletools</a>
 */
final class PickleWriter implements Closeable {
    private static final int MARK = '(';
    private static final int TUPLE = 't';
    private static final int REDUCE = 'R';
    private static final int LONG_BYTES = 8;

    private final DataOutputStream out;

    PickleWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    PickleWriter begin() throws IOException {
        out.write(0x80);
        out.write(2);
        return this;
    }

    void stop() throws IOException {
        out.write('.');
    }

    PickleWriter emptyDictionary() throws IOException {
        out.write('}');
        return this;
    }

    PickleWriter emptyList() throws IOException {
        out.write(']');
        return this;
    }

    /** Values from here on are those of the next {@link #appends}, {@link #setItems} or tuple. */
    PickleWriter mark() throws IOException {
        out.write(MARK);
        return this;
    }

    PickleWriter appends() throws IOException {
        out.write('e');
        return this;
    }

    PickleWriter setItems() throws IOException {
        out.write('u');
        return this;
    }

    PickleWriter text(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.write('X');
        out.writeInt(Integer.reverseBytes(bytes.length));
        out.write(bytes);
        return this;
    }

    /** A float of Python, which is a double. */
    PickleWriter number(double value) throws IOException {
        out.write('G');
        out.writeDouble(value);
        return this;
    }

    PickleWriter integer(long value) throws IOException {
        if (value == (int) value) {
            out.write('J');
            out.writeInt(Integer.reverseBytes((int) value));
        } else {
            out.write(0x8a);
            out.write(LONG_BYTES);
            out.writeLong(Long.reverseBytes(value));
        }
        return this;
    }

    /**
     * A float32 tensor in C order over a part of the storage {@code data/0}.
     *
     * @param storageSize numbers in the storage
     * @param offset of its first number
     */
    PickleWriter tensor(long storageSize, long offset, long... shape) throws IOException {
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .integer(storageSize);
        out.write(TUPLE);
        // The persistent id: torch.load looks the storage up in the archive.
        out.write('Q');
        integer(offset);
        mark();
        for (long dimension : shape) {
            integer(dimension);
        }
        out.write(TUPLE);
        mark();
        for (int i = 0; i < shape.length; i++) {
            integer(stride(shape, i));
        }
        out.write(TUPLE);
        // No gradient, no hooks.
        out.write(0x89);
        global("collections", "OrderedDict").mark();
        out.write(TUPLE);
        out.write(REDUCE);
        out.write(TUPLE);
        out.write(REDUCE);
        return this;
    }

    private static long stride(long[] shape, int dimension) {
        long stride = 1;
        for (int i = dimension + 1; i < shape.length; i++) {
            stride *= shape[i];
        }
        return stride;
    }

    private PickleWriter global(String module, String name) throws IOException {
        out.write('c');
        out.write((module + "\n" + name + "\n").getBytes(US_ASCII));
        return this;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
