package org.virnucpro.worker.engine.cuda.driver;

import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * The primary context of one GPU, which every user of CUDA in this process shares. {@link #activate} must come first on
 * every thread that makes, uses or closes what belongs to it; otherwise thread-safe.
 */
public final class CudaContext implements AutoCloseable {
    private final CUdevice device;
    private final CUcontext context;
    private boolean closed;

    private CudaContext(CUdevice device, CUcontext context) {
        this.device = device;
        this.context = context;
    }

    /**
     * Opens the context of a GPU; call {@link CudaLibrary#load} before.
     *
     * @param ordinal the driver's number of the GPU in this process
     * @throws CudaException when it cannot be opened
     */
    public static CudaContext open(int ordinal) {
        CUdevice device = new CUdevice();
        CudaException.check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet of GPU " + ordinal);
        // Waiting threads sleep: cores are for tokenising. An error says that the context is in use, with flags of its
        // own.
        JCudaDriver.cuDevicePrimaryCtxSetFlags(device, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC);
        CUcontext context = new CUcontext();
        CudaException.check(
                JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain of GPU " + ordinal);
        CudaContext opened = new CudaContext(device, context);
        opened.activate();
        return opened;
    }

    /** Makes this the context of the calling thread. */
    public void activate() {
        CudaException.check(JCudaDriver.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    /** Free memory of the GPU in bytes, as the driver sees it now. */
    public long freeBytes() {
        long[] free = new long[1];
        CudaException.check(JCudaDriver.cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
        return free[0];
    }

    /** Waits for everything that was started on this GPU by this process. */
    public void synchronize() {
        CudaException.check(JCudaDriver.cuCtxSynchronize(), "cuCtxSynchronize");
    }

    /** Gives the context back. Idempotent; what was made in it must be closed before. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
        }
    }
}
