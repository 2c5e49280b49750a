package org.virnucpro.worker.engine.cuda.kernel;

/**
 * Layer normalisation of float32 [rows, width]. The first five are device addresses.
 *
 * @param weight of the norm, float32 [width]
 * @param bias of the norm, float32 [width]
 * @param kept where the result goes in float32, may be {@code states}; 0 for nowhere
 * @param output where the result goes in the type of products; 0 for nowhere
 * @param width a multiple of 4, at most 2560
 */
public record NormCall(
        long states, long weight, long bias, long kept, long output, int rows, int width, float epsilon) {}
