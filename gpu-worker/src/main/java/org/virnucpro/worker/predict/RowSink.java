package org.virnucpro.worker.predict;

import org.virnucpro.common.part.Rejection;

/** Takes what a shard gives, in input order. */
public interface RowSink {

    /** Input is read and the first sequences, or the next ones, go to the models now. */
    default void computing() {}

    /** The probabilities of one open frame, the classes others and virus. */
    void row(String sequenceId, float othersScore, float virusScore);

    /**
     * The embeddings of the open frames whose rows come next, both models side by side.
     *
     * @param features float32 [frames, width], row-major; only to be read during the call
     */
    default void features(float[] features, int frames) {}

    /** A record that gives no rows because it is unusable. */
    void reject(Rejection rejection);
}
