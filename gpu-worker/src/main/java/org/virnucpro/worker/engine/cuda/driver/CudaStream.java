package org.virnucpro.worker.engine.cuda.driver;

import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** Work that the GPU does in order, beside what other streams do. Not thread-safe. */
public final class CudaStream implements AutoCloseable {
    private final Handle stream = new Handle();
    private @Nullable KernelClock clock;
    private boolean closed;

    public CudaStream() {
        CudaException.check(
                JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    }

    /** Copies the first {@code bytes}; neither side may be touched before the stream has come behind this. */
    public void upload(PinnedMemory source, DeviceMemory target, long bytes) {
        source.requireInside(bytes);
        target.requireInside(0, bytes);
        CudaException.check(
                JCudaDriver.cuMemcpyHtoDAsync(target.pointer(), source.pointer(), bytes, stream),
                "cuMemcpyHtoDAsync of " + bytes + " bytes");
    }

    /** Copies the first {@code bytes}; neither side may be touched before the stream has come behind this. */
    public void download(DeviceMemory source, PinnedMemory target, long bytes) {
        source.requireInside(0, bytes);
        target.requireInside(bytes);
        CudaException.check(
                JCudaDriver.cuMemcpyDtoHAsync(target.pointer(), source.pointer(), bytes, stream),
                "cuMemcpyDtoHAsync of " + bytes + " bytes");
    }

    /** Fills the first {@code bytes} with zeros. */
    public void clear(DeviceMemory target, long bytes) {
        target.requireInside(0, bytes);
        CudaException.check(
                JCudaDriver.cuMemsetD8Async(target.pointer(), (byte) 0, bytes, stream),
                "cuMemsetD8Async of " + bytes + " bytes");
    }

    /** Every launch is measured from now on. */
    public void measure(KernelClock with) {
        clock = with;
    }

    /** Puts a launch into this stream: measured, when launches are. */
    public void launch(String name, Runnable launch) {
        KernelClock current = clock;
        if (current == null) {
            launch.run();
        } else {
            current.measure(this, name, launch);
        }
    }

    /** What comes next here waits until the event's stream has come to its mark. */
    public void waitFor(CudaEvent event) {
        CudaException.check(JCudaDriver.cuStreamWaitEvent(stream, event.handle(), 0), "cuStreamWaitEvent");
    }

    /** Blocks until all of it is done. */
    public void synchronize() {
        CudaException.check(JCudaDriver.cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    /** The CUstream, which is also a cudaStream_t, as a number. */
    public long address() {
        return stream.number();
    }

    CUstream handle() {
        return stream;
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuStreamDestroy(stream), "cuStreamDestroy");
        }
    }

    /** JCuda shows the number only to subclasses. */
    private static final class Handle extends CUstream {
        long number() {
            return getNativePointer();
        }
    }
}
