package org.virnucpro.worker.model;

import org.virnucpro.worker.tokenize.Tokenizer;

/**
 * What an engine makes of a model's weights, while the checkpoint is open.
 *
 * @param <M> its kind of model
 */
public interface ModelReader<M> {

    /** Called for ESM-2; all tensors are there. */
    M esm2(Esm2Weights weights);

    /** Called for DNABERT-2 and DNABERT-S; all tensors are there, and ids of the tokenizer are in the vocabulary. */
    M dnabert(DnabertWeights weights, Tokenizer tokenizer);
}
