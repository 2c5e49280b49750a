package org.virnucpro.worker.weights;

import java.util.Arrays;

/**
 * A dense float32 tensor, row-major.
 *
 * @param shape the dimensions, outermost first; empty for a scalar
 * @param values as many numbers as the product of the shape; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a view over numbers, never compared or hashed
public record FloatTensor(int[] shape, float[] values) {

    public FloatTensor {
        long size = 1;
        for (int dimension : shape) {
            size *= dimension;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "tensor of shape " + Arrays.toString(shape) + " over " + values.length + " numbers");
        }
    }
}
