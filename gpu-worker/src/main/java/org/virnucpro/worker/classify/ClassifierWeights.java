package org.virnucpro.worker.classify;

import java.util.Arrays;
import org.virnucpro.worker.weights.FloatTensor;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

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
        FloatTensor hidden = source.read("hidden_layer.weight");
        if (hidden.shape().length != 2) {
            throw new WeightsException(source.description() + ": tensor 'hidden_layer.weight' has the shape "
                    + Arrays.toString(hidden.shape()) + "; expected [hidden units, features]");
        }
        int units = hidden.shape()[0];
        return new ClassifierWeights(
                hidden.shape()[1],
                hidden.values(),
                read(source, "hidden_layer.bias", units),
                read(source, "bn1.weight", units),
                read(source, "bn1.bias", units),
                read(source, "bn1.running_mean", units),
                read(source, "bn1.running_var", units),
                read(source, "output_layer.weight", CLASSES, units),
                read(source, "output_layer.bias", CLASSES));
    }

    private static float[] read(TensorSource source, String name, int... shape) {
        FloatTensor tensor = source.read(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new WeightsException(source.description() + ": tensor '" + name + "' has the shape "
                    + Arrays.toString(tensor.shape()) + ", but beside hidden_layer.weight it must be "
                    + Arrays.toString(shape));
        }
        return tensor.values();
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
