package org.virnucpro.worker.engine.cuda.driver;

import java.nio.ByteBuffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** Memory of the GPU, owned by whoever allocated it. Not thread-safe. */
public final class DeviceMemory implements AutoCloseable {
    private static final CUstream DEFAULT_STREAM = new CUstream();

    private final Address address;
    private final long bytes;
    private boolean closed;

    private DeviceMemory(Address address, long bytes) {
        this.address = address;
        this.bytes = bytes;
    }

    /**
     * Allocates memory, 256-byte aligned, with undefined content.
     *
     * @param bytes at least 1
     * @throws CudaException also when the GPU has not that much left
     */
    public static DeviceMemory allocate(long bytes) {
        Address address = new Address();
        CudaException.check(JCudaDriver.cuMemAlloc(address, bytes), "cuMemAlloc of " + bytes + " bytes");
        return new DeviceMemory(address, bytes);
    }

    /** Where it lies for kernels. */
    public long address() {
        return address.number();
    }

    public long bytes() {
        return bytes;
    }

    /** Copies what remains in a direct buffer to {@code offset} and waits for it; the buffer does not change. */
    public void upload(ByteBuffer source, long offset) {
        requireInside(offset, source.remaining());
        CudaException.check(
                JCudaDriver.cuMemcpyHtoD(
                        address.withByteOffset(offset), Pointer.toBuffer(source.slice()), source.remaining()),
                "cuMemcpyHtoD of " + source.remaining() + " bytes");
        // The call comes back when the buffer has been read, which is before the GPU has the numbers; and the streams
        // of
        // this package do not wait for the default stream.
        CudaException.check(JCudaDriver.cuStreamSynchronize(DEFAULT_STREAM), "cuStreamSynchronize after cuMemcpyHtoD");
    }

    /** Fills what remains in a direct buffer from {@code offset} and waits for it; the buffer's position does not change. */
    public void download(ByteBuffer target, long offset) {
        requireInside(offset, target.remaining());
        CudaException.check(
                JCudaDriver.cuMemcpyDtoH(
                        Pointer.toBuffer(target.slice()), address.withByteOffset(offset), target.remaining()),
                "cuMemcpyDtoH of " + target.remaining() + " bytes");
    }

    CUdeviceptr pointer() {
        return address;
    }

    void requireInside(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > bytes) {
            throw new IllegalArgumentException(
                    length + " bytes at " + offset + " are not inside " + bytes + " bytes of device memory");
        }
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuMemFree(address), "cuMemFree of " + bytes + " bytes");
        }
    }

    /** JCuda shows the number only to subclasses. */
    private static final class Address extends CUdeviceptr {
        long number() {
            return getNativePointer() + getByteOffset();
        }
    }
}
