package org.virnucpro.worker.engine.cuda.kernel;

/**
 * states float32 [rows, width] = table float32 [tokens[row]] * scales[row]; zeros where a token is below 0. The first four are
 * device addresses.
 *
 * @param width a multiple of 4
 */
public record EmbedCall(long table, long tokens, long scales, long states, int rows, int width) {}
