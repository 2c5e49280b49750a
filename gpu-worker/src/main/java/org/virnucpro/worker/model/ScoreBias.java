package org.virnucpro.worker.model;

/** What attention adds to its scores before the softmax. Thread-safe. */
@FunctionalInterface
interface ScoreBias {
    /** For models that put positions elsewhere. */
    ScoreBias NONE = (scores, head, query, keys) -> {};

    /** Changes {@code scores[0, keys)}, the scores of one head and one query position. */
    void addTo(float[] scores, int head, int query, int keys);
}
