package org.virnucpro.worker.engine.cuda.driver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Kernels that the driver has compiled for the GPU of the current context. */
public final class CudaModule implements AutoCloseable {
    private final CUmodule module;
    private boolean closed;

    private CudaModule(CUmodule module) {
        this.module = module;
    }

    /**
     * Compiles PTX, or takes what an earlier process compiled from the driver's cache.
     *
     * @throws CudaException when the driver is too old for it or the GPU cannot run it
     */
    public static CudaModule load(String ptx) {
        byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        byte[] terminated = Arrays.copyOf(text, text.length + 1);
        CUmodule module = new CUmodule();
        CudaException.check(
                JCudaDriver.cuModuleLoadDataEx(module, Pointer.to(terminated), 0, new int[0], Pointer.to(new int[0])),
                "cuModuleLoadDataEx of " + text.length + " bytes of PTX");
        return new CudaModule(module);
    }

    /**
     * A kernel by name.
     *
     * @param sharedBytes dynamic shared memory that its launches ask for
     * @throws CudaException when it is not there, or the GPU has less shared memory
     */
    public CudaKernel kernel(String name, int sharedBytes) {
        CUfunction function = new CUfunction();
        CudaException.check(JCudaDriver.cuModuleGetFunction(function, module, name), "cuModuleGetFunction of " + name);
        if (sharedBytes > CudaKernel.PLAIN_SHARED_BYTES) {
            CudaException.check(
                    JCudaDriver.cuFuncSetAttribute(
                            function,
                            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                            sharedBytes),
                    "cuFuncSetAttribute: " + sharedBytes + " bytes of shared memory for " + name);
        }
        return new CudaKernel(name, function, sharedBytes);
    }

    /** Idempotent; its kernels must not be launched any more. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuModuleUnload(module), "cuModuleUnload");
        }
    }
}
