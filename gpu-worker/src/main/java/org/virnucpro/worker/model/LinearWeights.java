package org.virnucpro.worker.model;

/**
 * The weights of y = x W^T + b.
 *
 * @param weight W [outputs, inputs], row-major
 * @param bias b [outputs]; empty where the layer has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record LinearWeights(float[] weight, float[] bias, int inputs) {

    public int outputs() {
        return weight.length / inputs;
    }
}
