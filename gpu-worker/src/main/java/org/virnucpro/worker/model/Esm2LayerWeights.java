package org.virnucpro.worker.model;

/**
 * The weights of one ESM-2 layer; names as in the paper's code.
 *
 * @param frequencies the rotary frequencies [headWidth / 2]
 * @param feedForwardNorm the norm before the feed-forward block
 * @param expand width to feedForward
 * @param contract feedForward to width
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record Esm2LayerWeights(
        NormWeights attentionNorm,
        LinearWeights query,
        LinearWeights key,
        LinearWeights value,
        float[] frequencies,
        LinearWeights attentionOutput,
        NormWeights feedForwardNorm,
        LinearWeights expand,
        LinearWeights contract) {}
