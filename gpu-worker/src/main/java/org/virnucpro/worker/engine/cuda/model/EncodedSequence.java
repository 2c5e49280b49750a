package org.virnucpro.worker.engine.cuda.model;

/**
 * A sequence as a model takes it.
 *
 * @param tokens rows of the embedding matrix
 * @param scales factor of each token's embedding
 * @param first first token that the mean counts
 * @param count tokens that the mean counts, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record EncodedSequence(int[] tokens, float[] scales, int first, int count) {

    public int length() {
        return tokens.length;
    }
}
