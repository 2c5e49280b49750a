package org.virnucpro.worker.model;

/** The learned scale and shift of a {@link LayerNorm}, both [width]. */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record NormWeights(float[] weight, float[] bias) {}
