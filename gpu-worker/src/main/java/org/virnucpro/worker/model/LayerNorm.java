package org.virnucpro.worker.model;

/**
 * Layer normalisation (Ba et al., 2016) of one row: (x - mean) / sqrt(variance + epsilon) * weight + bias, with the biased
 * variance; sums in double. Immutable and thread-safe.
 */
final class LayerNorm {
    private final NormWeights weights;
    private final double epsilon;

    LayerNorm(NormWeights weights, double epsilon) {
        this.weights = weights;
        this.epsilon = epsilon;
    }

    /** Normalises {@code x[from, from + width)} into {@code target[to, to + width)}; both may be the same place. */
    void apply(float[] x, int from, float[] target, int to) {
        float[] weight = weights.weight();
        float[] bias = weights.bias();
        float mean = (float) (sum(x, from, weight.length) / weight.length);
        double variance = squares(x, from, weight.length, mean) / weight.length;
        float scale = (float) (1 / Math.sqrt(variance + epsilon));
        for (int i = 0; i < weight.length; i++) {
            target[to + i] = (x[from + i] - mean) * scale * weight[i] + bias[i];
        }
    }

    private static double sum(float[] x, int from, int width) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < from + width; i += 2) {
            even += x[i];
            odd += x[i + 1];
        }
        return even + odd + (i < from + width ? x[i] : 0);
    }

    private static double squares(float[] x, int from, int width, float mean) {
        double even = 0;
        double odd = 0;
        int i = from;
        for (; i + 1 < from + width; i += 2) {
            double a = x[i] - mean;
            double b = x[i + 1] - mean;
            even += a * a;
            odd += b * b;
        }
        double last = i < from + width ? x[i] - mean : 0;
        return even + odd + last * last;
    }
}
