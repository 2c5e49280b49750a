package org.virnucpro.worker.classify;

import java.util.Arrays;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/**
 * The sizes of a classifier, with the shapes of its tensors checked against one another; reads no numbers.
 *
 * @param inputs features per row
 * @param units of the hidden layer
 */
public record ClassifierShape(int inputs, int units) {

    static final String HIDDEN = "hidden_layer.weight";

    /**
     * Reads the shapes.
     *
     * @throws WeightsException naming file, tensor and both shapes when a tensor is missing or does not fit
     */
    public static ClassifierShape read(TensorSource source) {
        long[] hidden = source.outline(HIDDEN).shape();
        if (hidden.length != 2) {
            throw new WeightsException(source.description() + ": tensor '" + HIDDEN + "' has the shape "
                    + Arrays.toString(hidden) + "; expected [hidden units, features]");
        }
        ClassifierShape shape = new ClassifierShape(Math.toIntExact(hidden[1]), Math.toIntExact(hidden[0]));
        for (String vector :
                new String[] {"hidden_layer.bias", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"}) {
            require(source, vector, hidden[0]);
        }
        require(source, "output_layer.weight", Classifier.CLASSES, hidden[0]);
        require(source, "output_layer.bias", Classifier.CLASSES);
        return shape;
    }

    /** Numbers that a classification needs. */
    public long parameters() {
        return (long) units * (inputs + 5 + Classifier.CLASSES) + Classifier.CLASSES;
    }

    private static void require(TensorSource source, String name, long... shape) {
        long[] found = source.outline(name).shape();
        if (!Arrays.equals(found, shape)) {
            throw new WeightsException(source.description() + ": tensor '" + name + "' has the shape "
                    + Arrays.toString(found) + ", but beside " + HIDDEN + " it must be " + Arrays.toString(shape));
        }
    }
}
