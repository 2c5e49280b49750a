package org.virnucpro.worker.engine.cuda.model;

/**
 * Sequences behind one another, as they lie on the GPU.
 *
 * @param tokens device address of int32 [rows]; -1 behind the last sequence
 * @param scales device address of float32 [rows]
 * @param work device address of the attention's items, int32 [items, 3]
 * @param rows tokens with padding
 */
public record PackedBatch(long tokens, long scales, long work, int items, int rows) {}
