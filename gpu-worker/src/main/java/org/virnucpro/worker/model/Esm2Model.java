package org.virnucpro.worker.model;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.worker.tokenize.EsmTokenizer;

/** ESM-2 (Lin et al., 2023) up to its last hidden states, for one sequence at a time. Thread-safe. */
public final class Esm2Model implements EmbeddingModel {
    /** VirNucPro averages at most this many residues, however long the protein. */
    public static final int POOLED_RESIDUES = 1024;

    /** Share of tokens that training hid times share of those that became the mask token; see {@link #embedTokens}. */
    private static final double HIDDEN_IN_TRAINING = 0.15 * 0.8;

    private final EsmTokenizer tokenizer = new EsmTokenizer();
    private final MatrixProduct product;
    private final Esm2Config config;
    private final float[] embedding;
    private final List<Esm2Layer> layers = new ArrayList<>();
    private final LayerNorm finalNorm;

    /** Reads all weights; {@code product} stays the caller's to close, after the last use of this model. */
    public Esm2Model(MatrixProduct product, Esm2Weights weights) {
        this.product = product;
        this.config = weights.config();
        embedding = weights.embedding();
        for (int i = 0; i < config.layers(); i++) {
            layers.add(new Esm2Layer(product, config, weights.layer(i)));
        }
        finalNorm = new LayerNorm(weights.finalNorm(), config.normEpsilon());
    }

    @Override
    public int width() {
        return config.width();
    }

    @Override
    public Workspace newWorkspace() {
        return new Workspace(product, config.width(), config.feedForward());
    }

    /** The mean over the residues; {@code <cls>} and {@code <eos>} do not count. */
    @Override
    public void embed(String sequence, Workspace workspace, float[] target, int at) {
        int[] tokens = tokenizer.encode(sequence);
        int residues = Math.min(tokens.length - 2, POOLED_RESIDUES);
        if (residues == 0) {
            throw new IllegalArgumentException("a protein without residues has no embedding");
        }
        forward(tokens, workspace);
        MeanPooling.mean(workspace.states(), config.width(), 1, residues, target, at);
    }

    /** Leaves the hidden states behind the final norm in the workspace. */
    void forward(int[] tokens, Workspace workspace) {
        embedTokens(tokens, workspace);
        for (Esm2Layer layer : layers) {
            layer.forward(workspace, tokens.length);
        }
        applyFinalNorm(workspace, tokens.length);
    }

    /**
     * Looks the tokens up. In training 12 % of the tokens were mask tokens, set to zero; to keep the same sum, every row is
     * scaled by 0.88 / (1 - share of mask tokens), also when there is none.
     */
    void embedTokens(int[] tokens, Workspace workspace) {
        workspace.reserve(tokens.length);
        float factor = config.tokenDropout() ? dropoutFactor(tokens) : 1f;
        for (int position = 0; position < tokens.length; position++) {
            boolean hidden = config.tokenDropout() && tokens[position] == EsmTokenizer.MASK;
            int from = tokens[position] * config.width();
            int to = position * config.width();
            for (int i = 0; i < config.width(); i++) {
                workspace.states()[to + i] = hidden ? 0 : embedding[from + i] * factor;
            }
        }
    }

    List<Esm2Layer> layers() {
        return layers;
    }

    void applyFinalNorm(Workspace workspace, int tokens) {
        float[] states = workspace.states();
        for (int token = 0; token < tokens; token++) {
            finalNorm.apply(states, token * config.width(), states, token * config.width());
        }
    }

    /** What embeddings are multiplied by in a model with token dropout, see {@link #embedTokens}. */
    public static float dropoutFactor(int[] tokens) {
        int masks = 0;
        for (int token : tokens) {
            masks += token == EsmTokenizer.MASK ? 1 : 0;
        }
        return (float) ((1 - HIDDEN_IN_TRAINING) / (1 - (double) masks / tokens.length));
    }
}
