package org.virnucpro.worker.engine.cuda.product;

import org.virnucpro.worker.engine.cuda.driver.CudaStream;

/**
 * Linear layers on the GPU. A row of the result depends only on its row of the input: its bits are the same beside any other
 * rows, as long as the number of rows is one that {@link #rows} gave. Confined to one thread.
 */
public interface Gemm extends AutoCloseable {

    /** y = x W^T + b, x and y in the precision's type. */
    void multiply(CudaStream stream, Linear layer, long x, long y, int rows);

    /** sum += x W^T + b, x in the precision's type, sum in float32. */
    void add(CudaStream stream, Linear layer, long x, long sum, int rows);

    /**
     * Rows that a product must have.
     *
     * @param tokens rows that count
     * @param capacity rows that there is memory for
     */
    int rows(int tokens, int capacity);

    /** In words, with the version of what computes. */
    String description();

    @Override
    void close();

    /**
     * The weights of a layer on the GPU.
     *
     * @param weight device address of W [outputs, inputs] in the precision's type
     * @param bias device address of b, float32 [outputs]; 0 for none
     * @param typedBias the same in the precision's type
     */
    record Linear(long weight, long bias, long typedBias, int outputs, int inputs) {}
}
