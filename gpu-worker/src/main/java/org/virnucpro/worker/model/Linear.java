package org.virnucpro.worker.model;

import java.util.stream.Stream;

/**
 * A linear layer y = x W^T + b whose weights lie where the products are made. The bias is left to the caller, who adds it
 * together with what comes next. Thread-safe.
 */
final class Linear {
    private final MatrixProduct product;
    private final Matrix weight;
    private final float[] bias;

    /** One layer out of several with the same input, their outputs side by side. */
    Linear(MatrixProduct product, LinearWeights... parts) {
        this.product = product;
        int outputs = Stream.of(parts).mapToInt(LinearWeights::outputs).sum();
        weight = product.allocate(outputs, parts[0].inputs());
        bias = new float[Stream.of(parts).mapToInt(part -> part.bias().length).sum()];
        int row = 0;
        int at = 0;
        for (LinearWeights part : parts) {
            for (int i = 0; i < part.outputs(); i++) {
                weight.writeRow(row++, part.weight(), i * part.inputs());
            }
            System.arraycopy(part.bias(), 0, bias, at, part.bias().length);
            at += part.bias().length;
        }
    }

    /** y = x W^T, without the bias. */
    void multiply(Matrix x, Matrix y) {
        product.multiplyTransposed(x, weight, y);
    }

    float[] bias() {
        return bias;
    }

    /** Adds the bias to {@code row[0, outputs)}. */
    void addBias(float[] row) {
        for (int i = 0; i < bias.length; i++) {
            row[i] += bias[i];
        }
    }

    /** {@code target[at + i] += y[i] + b[i]}: the residual connection around this layer. */
    void addTo(float[] target, int at, float[] y) {
        for (int i = 0; i < bias.length; i++) {
            target[at + i] += y[i] + bias[i];
        }
    }
}
