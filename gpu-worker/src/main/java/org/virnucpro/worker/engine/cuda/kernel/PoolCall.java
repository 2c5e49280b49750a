package org.virnucpro.worker.engine.cuda.kernel;

/**
 * Means over ranges of rows of float32 [tokens, width]. The first four are device addresses.
 *
 * @param ranges int32 [sequences, 2]: first row and number of rows
 * @param means float32 [sequences, width]
 * @param broken int32 [sequences], zero before; becomes 1 where a mean is not finite
 */
public record PoolCall(long states, long ranges, long means, long broken, int sequences, int width) {}
