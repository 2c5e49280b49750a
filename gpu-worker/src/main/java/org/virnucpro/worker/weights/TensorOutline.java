package org.virnucpro.worker.weights;

import java.util.Arrays;

/**
 * What a tensor is, without its numbers.
 *
 * @param type by its safetensors name: F32, F16, BF16, I64, ...
 * @param shape the dimensions, outermost first; empty for a scalar
 * @param bytes per number
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record TensorOutline(String type, long[] shape, int bytes) {

    /** How many numbers it holds. */
    public long numbers() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }
}
