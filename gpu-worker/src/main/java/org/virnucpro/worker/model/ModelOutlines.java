package org.virnucpro.worker.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsCheck;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.classify.ClassifierShape;
import org.virnucpro.worker.model.ModelOutline.Shape;
import org.virnucpro.worker.model.ModelOutline.TokenCost;
import org.virnucpro.worker.tokenize.TokenizerException;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/** Reads what models are from the headers of their files, and checks them against each other. Thread-safe. */
public final class ModelOutlines implements ModelsCheck {

    /** Tokens of a 500-base window, and of its protein of 166 residues. */
    private static final int WINDOW_TOKENS = 107;

    private static final int PROTEIN_TOKENS = 168;

    @Override
    public void check(ModelsFolder models) {
        ModelOutline dnabert = of(models.dnabert());
        ModelOutline esm2 = of(models.esm2());
        ModelOutline classifier = of(models.classifier());
        int features = width(dnabert) + width(esm2);
        int inputs = classifier.sizes().getOrDefault("features", 0);
        if (inputs != features) {
            throw new ModelsException(models.classifier().weights() + ": takes " + inputs + " features per row, but "
                    + models.dnabert().weights() + " gives " + width(dnabert) + " and "
                    + models.esm2().weights() + " gives " + width(esm2) + ", together " + features
                    + ": they belong to different models");
        }
    }

    @Override
    public void checkClassifier(ModelFiles classifier) {
        of(classifier);
    }

    /**
     * Outlines a model after checking that it is complete.
     *
     * @throws ModelsException when it is not, or is a model of another part than {@code files} says
     */
    public ModelOutline of(ModelFiles files) {
        ModelOutline found = open(files);
        if (found.part() != files.part()) {
            throw new ModelsException(files.weights() + ": is the "
                    + found.part().folder() + " model, but the " + files.part().folder() + " model is needed here");
        }
        return found;
    }

    /** Outlines a model of any part; {@code files} only says where it is. */
    public ModelOutline open(ModelFiles files) {
        try (TensorSource source = Checkpoints.open(files.weights())) {
            if (Classifier.isIn(source)) {
                ClassifierShape shape = ClassifierShape.read(source);
                return ModelOutline.of(ModelPart.CLASSIFIER, classifier(shape), shape.parameters(), source);
            }
            LanguageModelWeights weights = EmbeddingModels.weights(source, files.folder());
            if (weights instanceof DnabertWeights dnabert) {
                EmbeddingModels.tokenizer(files.folder(), dnabert.config());
                return ModelOutline.of(ModelPart.DNABERT, dnabert(dnabert.config()), dnabert.requireAll(), source);
            }
            Esm2Config config = ((Esm2Weights) weights).config();
            return ModelOutline.of(ModelPart.ESM2, esm2(config), weights.requireAll(), source);
        } catch (WeightsException | ModelException | TokenizerException unusable) {
            throw new ModelsException(String.valueOf(unusable.getMessage()), unusable);
        }
    }

    private static int width(ModelOutline model) {
        return model.sizes().getOrDefault("width", 0);
    }

    private static Shape esm2(Esm2Config config) {
        long width = config.width();
        long forward = config.feedForward();
        // four projections, two matrices of the feed-forward block, scores and their products with the values
        long flops = config.layers() * (8 * width * width + 4 * width * forward + 4 * PROTEIN_TOKENS * width);
        Map<String, Integer> sizes = sizes(config.layers(), config.width(), config.heads(), config.feedForward());
        sizes.put("vocabulary", Esm2Config.VOCABULARY);
        return new Shape("ESM-2", sizes, new TokenCost(PROTEIN_TOKENS, flops, (5 * width + forward) * Float.BYTES));
    }

    private static Shape dnabert(DnabertConfig config) {
        long width = config.width();
        long forward = config.feedForward();
        long flops = config.layers() * (8 * width * width + 6 * width * forward + 4 * WINDOW_TOKENS * width);
        Map<String, Integer> sizes = sizes(config.layers(), config.width(), config.heads(), config.feedForward());
        sizes.put("vocabulary", config.vocabulary());
        return new Shape(
                "DNABERT-2 or DNABERT-S",
                sizes,
                new TokenCost(WINDOW_TOKENS, flops, (5 * width + 2 * forward) * Float.BYTES));
    }

    private static Shape classifier(ClassifierShape shape) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("features", shape.inputs());
        sizes.put("hidden", shape.units());
        sizes.put("classes", Classifier.CLASSES);
        long flops = 2L * shape.units() * (shape.inputs() + Classifier.CLASSES);
        return new Shape("VirNucPro classifier", sizes, new TokenCost(1, flops, (long) shape.units() * Float.BYTES));
    }

    private static Map<String, Integer> sizes(int layers, int width, int heads, int feedForward) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("layers", layers);
        sizes.put("width", width);
        sizes.put("heads", heads);
        sizes.put("feed_forward", feedForward);
        return sizes;
    }
}
