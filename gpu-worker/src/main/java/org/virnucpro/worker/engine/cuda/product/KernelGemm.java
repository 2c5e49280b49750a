package org.virnucpro.worker.engine.cuda.product;

import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.ProductCall;

/** Products by our own kernels, which need nothing but the driver. Each row is summed in the same order in any batch. */
public final class KernelGemm implements Gemm {
    private final Kernels kernels;

    /**
     * Products by these kernels.
     *
     * @param kernels stay the caller's to close
     */
    public KernelGemm(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void multiply(CudaStream stream, Linear layer, long x, long y, int rows) {
        kernels.product(stream, call(layer, x, y, rows));
    }

    @Override
    public void add(CudaStream stream, Linear layer, long x, long sum, int rows) {
        kernels.addProduct(stream, call(layer, x, sum, rows));
    }

    private static ProductCall call(Linear layer, long x, long output, int rows) {
        return new ProductCall(x, layer.weight(), layer.bias(), output, rows, layer.outputs(), layer.inputs());
    }

    @Override
    public int rows(int tokens, int capacity) {
        return (tokens + Kernels.ROW_MULTIPLE - 1) / Kernels.ROW_MULTIPLE * Kernels.ROW_MULTIPLE;
    }

    @Override
    public String description() {
        return "own kernels";
    }

    @Override
    public void close() {}
}
