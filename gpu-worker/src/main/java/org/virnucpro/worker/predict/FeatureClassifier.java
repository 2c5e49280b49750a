package org.virnucpro.worker.predict;

/** The head on top of both language models. */
@FunctionalInterface
public interface FeatureClassifier {

    /**
     * Classifies rows.
     *
     * @param features float32 [rows, dna width + protein width], row-major
     * @return float32 [rows, 2]: the probabilities of others and virus
     */
    float[] classify(float[] features, int rows);
}
