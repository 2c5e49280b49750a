package org.virnucpro.worker.model;

import java.util.List;
import org.virnucpro.worker.weights.TensorSource;

/**
 * The weights of a DNABERT checkpoint, with or without {@code bert.} before the names. Each call reads from the file. Every
 * method throws {@link org.virnucpro.worker.weights.WeightsException} when a tensor is missing or of another shape.
 * Thread-safe.
 */
public final class DnabertWeights implements LanguageModelWeights {
    private static final String TOKEN_TYPES = "embeddings.token_type_embeddings.weight";
    static final String EMBEDDING = "embeddings.word_embeddings.weight";
    static final List<String> PREFIXES = List.of("", "bert.");

    private final DnabertConfig config;
    private final CheckpointTensors tensors;

    public DnabertWeights(TensorSource source, DnabertConfig config) {
        this.config = config;
        tensors = CheckpointTensors.below(source, PREFIXES, EMBEDDING);
    }

    public DnabertConfig config() {
        return config;
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public long requireAll() {
        int width = config.width();
        long numbers = tensors.require(EMBEDDING, config.vocabulary(), width)
                + tensors.require(TOKEN_TYPES, config.tokenTypes(), width)
                + tensors.requireNorm("embeddings.LayerNorm", width);
        for (int i = 0; i < config.layers(); i++) {
            numbers += requireLayer("encoder.layer." + i, width, config.feedForward());
        }
        return numbers;
    }

    private long requireLayer(String layer, int width, int feedForward) {
        return tensors.requireLinear(layer + ".attention.self.Wqkv", 3 * width, width)
                + tensors.requireLinear(layer + ".attention.output.dense", width, width)
                + tensors.requireNorm(layer + ".attention.output.LayerNorm", width)
                + tensors.require(layer + ".mlp.gated_layers.weight", 2 * feedForward, width)
                + tensors.requireLinear(layer + ".mlp.wo", width, feedForward)
                + tensors.requireNorm(layer + ".mlp.layernorm", width);
    }

    /** The embedding matrix [vocabulary, width], to which the row of token type 0 is already added. */
    public float[] embedding() {
        int width = config.width();
        float[] words = tensors.read(EMBEDDING, config.vocabulary(), width);
        float[] types = tensors.read(TOKEN_TYPES, config.tokenTypes(), width);
        for (int i = 0; i < words.length; i++) {
            words[i] += types[i % width];
        }
        return words;
    }

    public NormWeights embeddingNorm() {
        return tensors.norm("embeddings.LayerNorm", config.width());
    }

    /** The weights of layer {@code index}, from 0. */
    public DnabertLayerWeights layer(int index) {
        String layer = "encoder.layer." + index;
        int width = config.width();
        int feedForward = config.feedForward();
        float[] gated = tensors.read(layer + ".mlp.gated_layers.weight", 2 * feedForward, width);
        return new DnabertLayerWeights(
                tensors.linear(layer + ".attention.self.Wqkv", 3 * width, width),
                tensors.linear(layer + ".attention.output.dense", width, width),
                tensors.norm(layer + ".attention.output.LayerNorm", width),
                new LinearWeights(gated, new float[0], width),
                tensors.linear(layer + ".mlp.wo", width, feedForward),
                tensors.norm(layer + ".mlp.layernorm", width));
    }
}
