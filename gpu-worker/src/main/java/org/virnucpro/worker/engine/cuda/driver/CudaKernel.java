package org.virnucpro.worker.engine.cuda.driver;

import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/** A kernel that can be launched. Immutable; launches on one stream come from one thread at a time. */
public final class CudaKernel {
    /** What a block may have without asking. */
    static final int PLAIN_SHARED_BYTES = 48 << 10;

    private final String name;
    private final CUfunction function;
    private final int sharedBytes;

    CudaKernel(String name, CUfunction function, int sharedBytes) {
        this.name = name;
        this.function = function;
        this.sharedBytes = sharedBytes;
    }

    /**
     * Puts a launch into a stream.
     *
     * @param grid blocks along x and y, at least 1
     * @param threads of a block
     * @throws CudaException when it cannot be launched; what goes wrong later shows where somebody waits
     */
    public void launch(CudaStream stream, Grid grid, int threads, KernelArguments arguments) {
        stream.launch(name, () -> put(stream, grid, threads, arguments));
    }

    private void put(CudaStream stream, Grid grid, int threads, KernelArguments arguments) {
        CudaException.check(
                JCudaDriver.cuLaunchKernel(
                        function,
                        grid.x(),
                        grid.y(),
                        1,
                        threads,
                        1,
                        1,
                        sharedBytes,
                        stream.handle(),
                        arguments.parameters(),
                        null),
                "launch of " + name);
    }

    /** Blocks of a launch. */
    public record Grid(int x, int y) {}
}
