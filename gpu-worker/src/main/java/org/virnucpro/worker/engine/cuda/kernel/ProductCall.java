package org.virnucpro.worker.engine.cuda.kernel;

/**
 * x [rows, inner] weight [columns, inner]^T + bias. The first four are device addresses.
 *
 * @param bias float32 [columns]; 0 for none
 * @param output [rows, columns]
 * @param rows a multiple of {@link Kernels#ROW_MULTIPLE}
 * @param columns a multiple of 2
 * @param inner a multiple of 8
 */
public record ProductCall(long x, long weight, long bias, long output, int rows, int columns, int inner) {}
