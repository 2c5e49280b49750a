package org.virnucpro.worker.classify;

import org.virnucpro.worker.weights.TensorSource;

/**
 * The tensors of VirNucPro's {@code MLPClassifier}, with shapes that fit one another.
 *
 * @param inputs features per row
 * @param hiddenWeight [units, inputs]
 * @param outputWeight [2, units]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
record ClassifierWeights(
        int inputs,
        float[] hiddenWeight,
        float[] hiddenBias,
        float[] normWeight,
        float[] normBias,
        float[] runningMean,
        float[] runningVariance,
        float[] outputWeight,
        float[] outputBias) {

    /** Classes: others, virus. */
    static final int CLASSES = 2;

    /** {@code torch.nn.BatchNorm1d}'s default, which the original uses; no checkpoint format but a whole module has it. */
    private static final double EPSILON = 1e-5;

    static ClassifierWeights read(TensorSource source) {
        return new ClassifierWeights(
                ClassifierShape.read(source).inputs(),
                source.read(ClassifierShape.HIDDEN).values(),
                source.read("hidden_layer.bias").values(),
                source.read("bn1.weight").values(),
                source.read("bn1.bias").values(),
                source.read("bn1.running_mean").values(),
                source.read("bn1.running_var").values(),
                source.read("output_layer.weight").values(),
                source.read("output_layer.bias").values());
    }

    /** The linear layer and the normalisation behind it as one: {@code s = weight / sqrt(var + eps)}. */
    HiddenLayer hiddenLayer() {
        int units = hiddenBias.length;
        float[] scale = new float[units];
        float[] shift = new float[units];
        for (int i = 0; i < units; i++) {
            double s = normWeight[i] / Math.sqrt(runningVariance[i] + EPSILON);
            scale[i] = (float) s;
            shift[i] = (float) (s * ((double) hiddenBias[i] - runningMean[i]) + normBias[i]);
        }
        return new HiddenLayer(inputs, hiddenWeight, scale, shift);
    }
}
