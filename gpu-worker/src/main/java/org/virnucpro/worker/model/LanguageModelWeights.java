package org.virnucpro.worker.model;

/** The weights of a checkpoint of one of the two language models. Thread-safe. */
public sealed interface LanguageModelWeights permits Esm2Weights, DnabertWeights {

    /** Width of an embedding. */
    int width();

    /**
     * Looks whether every tensor is there and of the shape that the configuration asks for; reads no numbers.
     *
     * @return how many numbers an embedding needs of them
     * @throws org.virnucpro.worker.weights.WeightsException naming file, tensor and both shapes
     */
    long requireAll();
}
