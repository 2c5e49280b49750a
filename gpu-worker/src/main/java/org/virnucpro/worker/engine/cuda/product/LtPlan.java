package org.virnucpro.worker.engine.cuda.product;

import com.sun.jna.Memory;

/**
 * One product of cublasLt, ready to run: handles and the algorithm that was chosen for its shape.
 *
 * @param description cublasLtMatmulDesc_t
 * @param weight layout of W, column-major [inputs, outputs]
 * @param input layout of x, column-major [inputs, rows]
 * @param output layout of y, column-major [outputs, rows]
 * @param algorithm cublasLtMatmulAlgo_t, 64 bytes
 */
record LtPlan(long description, long weight, long input, long output, Memory algorithm) {

    /** What a plan is for. */
    record Shape(int outputs, int inputs, int rows, boolean biased, boolean adds) {}
}
