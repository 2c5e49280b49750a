package org.virnucpro.worker.engine.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Memory of the host that the GPU copies from and to while the processor goes on: asynchronous copies take nothing else,
 * because a Java array may move. Not thread-safe.
 */
public final class PinnedMemory implements AutoCloseable {
    private final Pointer pointer;
    private final long size;
    private boolean closed;

    private PinnedMemory(Pointer pointer, long size) {
        this.pointer = pointer;
        this.size = size;
    }

    /**
     * Pins new memory of the host.
     *
     * @throws CudaException when the host has not that much to pin
     */
    public static PinnedMemory allocate(int bytes) {
        Pointer pointer = new Pointer();
        CudaException.check(JCudaDriver.cuMemHostAlloc(pointer, bytes, 0), "cuMemHostAlloc of " + bytes + " bytes");
        return new PinnedMemory(pointer, bytes);
    }

    /** All of it, little-endian; must not be used after {@link #close}. */
    public ByteBuffer buffer() {
        return pointer.getByteBuffer(0, size).order(ByteOrder.LITTLE_ENDIAN);
    }

    Pointer pointer() {
        return pointer;
    }

    void requireInside(long length) {
        if (length < 0 || length > size) {
            throw new IllegalArgumentException(length + " bytes are not inside " + size + " bytes of pinned memory");
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuMemFreeHost(pointer), "cuMemFreeHost");
        }
    }
}
