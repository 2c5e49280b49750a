package org.virnucpro.worker.engine.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/**
 * The one struct that a kernel takes, field by field with C's alignment; used again for the next launch. Confined to one
 * thread.
 */
public final class KernelArguments {
    private static final int CAPACITY = 256;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private final Pointer parameters = Pointer.to(Pointer.to(bytes));

    /** Begins a new struct. */
    public KernelArguments start() {
        bytes.clear();
        return this;
    }

    /** A pointer to device memory; 0 is null. */
    public KernelArguments address(long value) {
        align(Long.BYTES).putLong(value);
        return this;
    }

    public KernelArguments int64(long value) {
        align(Long.BYTES).putLong(value);
        return this;
    }

    public KernelArguments int32(int value) {
        align(Integer.BYTES).putInt(value);
        return this;
    }

    public KernelArguments float32(float value) {
        align(Float.BYTES).putFloat(value);
        return this;
    }

    Pointer parameters() {
        return parameters;
    }

    private ByteBuffer align(int size) {
        return bytes.position((bytes.position() + size - 1) / size * size);
    }
}
