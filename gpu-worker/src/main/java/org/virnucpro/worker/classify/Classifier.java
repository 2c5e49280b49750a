package org.virnucpro.worker.classify;

import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/**
 * VirNucPro's classifier head in evaluation mode: linear, batch normalisation, ReLU, linear, softmax over "others" and
 * "virus". Features are the DNABERT-S mean, then the ESM-2 mean.
 *
 * <p>Float32; the output layer and the softmax in double precision, rounded once. The bits of a row depend only on the row
 * and the weights: not on its batch, the thread or the JVM. Thread-safe.
 */
public final class Classifier {

    /** Probabilities per row: "others", then "virus". */
    public static final int CLASSES = ClassifierWeights.CLASSES;

    private final String description;
    private final HiddenLayer hiddenLayer;
    private final float[] outputWeight;
    private final float[] outputBias;

    private Classifier(String description, ClassifierWeights weights) {
        this.description = description;
        this.hiddenLayer = weights.hiddenLayer();
        this.outputWeight = weights.outputWeight();
        this.outputBias = weights.outputBias();
    }

    /**
     * Reads a classifier; {@code source} can be closed afterwards.
     *
     * @throws WeightsException when a tensor is missing or its shape does not fit the others
     */
    public static Classifier load(TensorSource source) {
        return new Classifier(source.description(), ClassifierWeights.read(source));
    }

    /** Whether a checkpoint looks like a classifier. */
    public static boolean isIn(TensorSource source) {
        return source.names().contains(ClassifierShape.HIDDEN);
    }

    /** Features per row. */
    public int width() {
        return hiddenLayer.inputs();
    }

    /**
     * Checks that features fit.
     *
     * @param features where they come from, for the message
     * @param columns how many there are per row
     * @throws WeightsException naming both sides when they do not
     */
    public void requireWidth(String features, int columns) {
        if (columns != width()) {
            throw new WeightsException(features + " has " + columns + " features per row, but the classifier "
                    + description + " takes " + width() + ": they belong to different models");
        }
    }

    /**
     * Classifies rows.
     *
     * @param features float32 [rows, width()], row-major, from index 0
     * @return float32 [rows, 2]: the probabilities of "others" (score1) and "virus" (score2)
     */
    public float[] classify(float[] features, int rows) {
        if ((long) rows * width() > features.length) {
            throw new IllegalArgumentException(
                    rows + " rows of " + width() + " features over " + features.length + " numbers");
        }
        float[] hidden = new float[hiddenLayer.units()];
        float[] probabilities = new float[rows * CLASSES];
        for (int row = 0; row < rows; row++) {
            hiddenLayer.apply(features, row * width(), hidden);
            softmax(logit(hidden, 0), logit(hidden, 1), probabilities, row * CLASSES);
        }
        return probabilities;
    }

    private double logit(float[] hidden, int output) {
        double sum = outputBias[output];
        for (int i = 0; i < hidden.length; i++) {
            sum += (double) outputWeight[output * hidden.length + i] * hidden[i];
        }
        return sum;
    }

    /** {@link StrictMath}, because {@link Math#exp} may differ between JVMs. */
    private static void softmax(double others, double virus, float[] into, int at) {
        double max = Math.max(others, virus);
        double othersExp = StrictMath.exp(others - max);
        double virusExp = StrictMath.exp(virus - max);
        into[at] = (float) (othersExp / (othersExp + virusExp));
        into[at + 1] = (float) (virusExp / (othersExp + virusExp));
    }
}
