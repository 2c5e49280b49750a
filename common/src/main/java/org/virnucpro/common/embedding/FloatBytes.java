package org.virnucpro.common.embedding;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes float32 numbers, little-endian. Not thread-safe. */
final class FloatBytes {
    private final OutputStream out;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    FloatBytes(OutputStream out) {
        this.out = out;
    }

    void write(float[] values, int from, int count) throws IOException {
        if (buffer.capacity() < count * Float.BYTES) {
            buffer = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear();
        buffer.asFloatBuffer().put(values, from, count);
        out.write(buffer.array(), 0, count * Float.BYTES);
    }
}
