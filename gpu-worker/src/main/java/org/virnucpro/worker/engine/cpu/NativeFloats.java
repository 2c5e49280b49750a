package org.virnucpro.worker.engine.cpu;

import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.bytedeco.javacpp.FloatPointer;
import org.virnucpro.worker.model.FloatStorage;

/** Numbers in native memory, seen both as a pointer for OpenBLAS and as a buffer for Java. */
final class NativeFloats implements FloatStorage {
    private final FloatPointer pointer;
    private final FloatBuffer buffer;
    private final Consumer<NativeFloats> onClose;

    NativeFloats(long size, Consumer<NativeFloats> onClose) {
        this.onClose = onClose;
        pointer = new FloatPointer(size);
        buffer = pointer.asBuffer();
    }

    /** A pointer to the number at {@code index}. */
    FloatPointer at(long index) {
        return pointer.getPointer(index);
    }

    @Override
    public void get(long index, float[] target, int count) {
        buffer.get((int) index, target, 0, count);
    }

    @Override
    public void put(long index, float[] source, int offset, int count) {
        buffer.put((int) index, source, offset, count);
    }

    @Override
    public void close() {
        pointer.close();
        onClose.accept(this);
    }
}
