package org.virnucpro.worker.model;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.worker.tokenize.Tokenizer;

/**
 * DNABERT-2 (Zhou et al., 2023) and DNABERT-S up to the last hidden states, for one sequence at a time: a BERT with ALiBi
 * and GEGLU. Thread-safe.
 */
public final class DnabertModel implements EmbeddingModel {
    private final Tokenizer tokenizer;
    private final MatrixProduct product;
    private final DnabertConfig config;
    private final float[] embedding;
    private final LayerNorm embeddingNorm;
    private final List<DnabertLayer> layers = new ArrayList<>();

    /**
     * Reads all weights; {@code product} stays the caller's to close, after the last use of this model.
     *
     * @param tokenizer gives ids below the vocabulary of the configuration
     */
    public DnabertModel(MatrixProduct product, DnabertWeights weights, Tokenizer tokenizer) {
        this.product = product;
        this.tokenizer = tokenizer;
        this.config = weights.config();
        embedding = weights.embedding();
        embeddingNorm = new LayerNorm(weights.embeddingNorm(), config.normEpsilon());
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new DnabertLayer(product, config, weights.layer(i)));
        }
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public Workspace newWorkspace() {
        return new Workspace(product, config.width(), 2 * config.feedForward());
    }

    /** The mean over all tokens, {@code [CLS]} and {@code [SEP]} included. */
    @Override
    public void embed(String sequence, Workspace workspace, float[] target, int at) {
        if (sequence.isEmpty()) {
            throw new IllegalArgumentException("a sequence without bases has no embedding");
        }
        int[] tokens = tokenizer.encode(sequence);
        forward(tokens, workspace);
        MeanPooling.mean(workspace.states(), config.width(), 0, tokens.length, target, at);
    }

    /** Leaves the hidden states behind the last layer in the workspace. */
    void forward(int[] tokens, Workspace workspace) {
        embedTokens(tokens, workspace);
        for (DnabertLayer layer : layers) {
            layer.forward(workspace, tokens.length);
        }
    }

    void embedTokens(int[] tokens, Workspace workspace) {
        workspace.reserve(tokens.length);
        for (int position = 0; position < tokens.length; position++) {
            int from = tokens[position] * config.width();
            embeddingNorm.apply(embedding, from, workspace.states(), position * config.width());
        }
    }

    List<DnabertLayer> layers() {
        return layers;
    }
}
