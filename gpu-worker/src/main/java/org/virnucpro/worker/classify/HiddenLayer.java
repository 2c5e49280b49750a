package org.virnucpro.worker.classify;

import java.util.Arrays;

/**
 * A linear layer, batch normalisation in evaluation form, and ReLU: {@code max(0, scale * (W x) + shift)}. The layer's bias
 * and the normalisation are folded into one factor and one addend per unit, computed in double precision.
 *
 * <p>Each unit is summed in the order of the inputs, four products at a time, whatever else is computed: the result for a
 * row depends on nothing but the row. The weights lie input by input, so that the inner loop runs over neighbouring units
 * and the compiler can use vector instructions without changing the order of any sum. Thread-safe.
 */
final class HiddenLayer {

    private static final int UNROLL = 4;

    private final int inputs;
    private final int units;
    /** [inputs, units]: transposed. */
    private final float[] weights;

    private final float[] scale;
    private final float[] shift;

    /** @param weights [units, inputs], row-major as in PyTorch */
    HiddenLayer(int inputs, float[] weights, float[] scale, float[] shift) {
        this.inputs = inputs;
        this.units = scale.length;
        this.weights = transposed(weights, units, inputs);
        this.scale = scale;
        this.shift = shift;
    }

    private static float[] transposed(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = matrix[row * columns + column];
            }
        }
        return transposed;
    }

    int inputs() {
        return inputs;
    }

    int units() {
        return units;
    }

    /** Computes the row of {@code features} that begins at {@code at} into {@code hidden[0, units)}. */
    void apply(float[] features, int at, float[] hidden) {
        Arrays.fill(hidden, 0, units, 0f);
        int input = 0;
        for (; input + UNROLL <= inputs; input += UNROLL) {
            addFour(features, at + input, input * units, hidden);
        }
        for (; input < inputs; input++) {
            addOne(features[at + input], input * units, hidden);
        }
        for (int unit = 0; unit < units; unit++) {
            hidden[unit] = Math.max(0f, hidden[unit] * scale[unit] + shift[unit]);
        }
    }

    private void addFour(float[] features, int at, int first, float[] sums) {
        float a = features[at];
        float b = features[at + 1];
        float c = features[at + 2];
        float d = features[at + 3];
        int second = first + units;
        int third = second + units;
        int fourth = third + units;
        for (int i = 0; i < units; i++) {
            sums[i] += (a * weights[first + i] + b * weights[second + i])
                    + (c * weights[third + i] + d * weights[fourth + i]);
        }
    }

    private void addOne(float a, int first, float[] sums) {
        for (int i = 0; i < units; i++) {
            sums[i] += a * weights[first + i];
        }
    }
}
