package org.virnucpro.worker.model;

import org.virnucpro.worker.weights.TensorSource;

/**
 * The weights of an ESM-2 checkpoint, with Hugging Face or fair-esm names. Each call reads from the file, so that an engine
 * can move one layer at a time to where it computes. Every method throws {@link
 * org.virnucpro.worker.weights.WeightsException} when a tensor is missing or of another shape. Thread-safe.
 */
public final class Esm2Weights implements LanguageModelWeights {
    private final Esm2Config config;
    private final Esm2Names names;
    private final CheckpointTensors tensors;

    public Esm2Weights(TensorSource source, Esm2Config config) {
        this.config = config;
        CheckpointTensors fairEsm = tensors(source, Esm2Names.FAIR_ESM);
        boolean isFairEsm = fairEsm.has(Esm2Names.FAIR_ESM.embedding());
        names = isFairEsm ? Esm2Names.FAIR_ESM : Esm2Names.HUGGING_FACE;
        tensors = isFairEsm ? fairEsm : tensors(source, names);
    }

    public Esm2Config config() {
        return config;
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public long requireAll() {
        long numbers = tensors.require(names.embedding(), Esm2Config.VOCABULARY, config.width())
                + tensors.requireNorm(names.finalNorm(), config.width());
        for (int i = 0; i < config.layers(); i++) {
            numbers += requireLayer(names.layer() + i, config.width(), config.feedForward());
        }
        return numbers;
    }

    private long requireLayer(String layer, int width, int feedForward) {
        if (tensors.has(layer + names.frequencies())) {
            tensors.require(layer + names.frequencies(), config.headWidth() / 2);
        }
        return tensors.requireNorm(layer + names.attentionNorm(), width)
                + tensors.requireLinear(layer + names.query(), width, width)
                + tensors.requireLinear(layer + names.key(), width, width)
                + tensors.requireLinear(layer + names.value(), width, width)
                + tensors.requireLinear(layer + names.attentionOutput(), width, width)
                + tensors.requireNorm(layer + names.feedForwardNorm(), width)
                + tensors.requireLinear(layer + names.expand(), feedForward, width)
                + tensors.requireLinear(layer + names.contract(), width, feedForward);
    }

    /** The embedding matrix [33, width]. */
    public float[] embedding() {
        return tensors.read(names.embedding(), Esm2Config.VOCABULARY, config.width());
    }

    /** The weights of layer {@code index}, from 0. */
    public Esm2LayerWeights layer(int index) {
        String layer = names.layer() + index;
        int width = config.width();
        return new Esm2LayerWeights(
                tensors.norm(layer + names.attentionNorm(), width),
                tensors.linear(layer + names.query(), width, width),
                tensors.linear(layer + names.key(), width, width),
                tensors.linear(layer + names.value(), width, width),
                frequencies(layer + names.frequencies()),
                tensors.linear(layer + names.attentionOutput(), width, width),
                tensors.norm(layer + names.feedForwardNorm(), width),
                tensors.linear(layer + names.expand(), config.feedForward(), width),
                tensors.linear(layer + names.contract(), width, config.feedForward()));
    }

    /** The norm behind the last layer. */
    public NormWeights finalNorm() {
        return tensors.norm(names.finalNorm(), config.width());
    }

    /** The stored ones count: the published models were trained with frequencies rounded to float16. */
    private float[] frequencies(String name) {
        return tensors.has(name)
                ? tensors.read(name, config.headWidth() / 2)
                : RotaryEmbedding.standardFrequencies(config.headWidth());
    }

    private static CheckpointTensors tensors(TensorSource source, Esm2Names names) {
        return CheckpointTensors.below(source, names.prefixes(), names.embedding());
    }
}
