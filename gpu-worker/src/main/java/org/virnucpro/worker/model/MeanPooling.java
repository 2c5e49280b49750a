package org.virnucpro.worker.model;

/** The mean of hidden states over tokens. */
final class MeanPooling {

    private MeanPooling() {}

    /**
     * Averages rows {@code [first, first + count)} of {@code states} [tokens, width], summed in double, into {@code
     * target[at, at + width)}.
     */
    static void mean(float[] states, int width, int first, int count, float[] target, int at) {
        double[] sums = new double[width];
        for (int token = first; token < first + count; token++) {
            for (int i = 0; i < width; i++) {
                sums[i] += states[token * width + i];
            }
        }
        for (int i = 0; i < width; i++) {
            target[at + i] = (float) (sums[i] / count);
        }
    }
}
