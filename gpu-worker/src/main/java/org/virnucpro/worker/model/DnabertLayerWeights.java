package org.virnucpro.worker.model;

/**
 * The weights of one DNABERT layer.
 *
 * @param queryKeyValue outputs [q | k | v], each head-major
 * @param gated outputs [activated | multiplier], each feedForward wide; no bias
 */
public record DnabertLayerWeights(
        LinearWeights queryKeyValue,
        LinearWeights attentionOutput,
        NormWeights attentionNorm,
        LinearWeights gated,
        LinearWeights contract,
        NormWeights feedForwardNorm) {}
