package org.virnucpro.worker.model;

/** One pre-norm layer of ESM-2: x + attention(norm(x)), then x + feed-forward(norm(x)). Thread-safe. */
final class Esm2Layer {
    private final Esm2Config config;
    private final LayerNorm attentionNorm;
    private final Linear queryKeyValue;
    private final RotaryEmbedding rotary;
    private final SelfAttention attention;
    private final Linear attentionOutput;
    private final LayerNorm feedForwardNorm;
    private final Linear expand;
    private final Linear contract;

    Esm2Layer(MatrixProduct product, Esm2Config config, Esm2LayerWeights weights) {
        this.config = config;
        attentionNorm = new LayerNorm(weights.attentionNorm(), config.normEpsilon());
        queryKeyValue = new Linear(product, weights.query(), weights.key(), weights.value());
        rotary = new RotaryEmbedding(weights.frequencies());
        attention = new SelfAttention(product, config.heads(), config.headWidth(), 1f, ScoreBias.NONE);
        attentionOutput = new Linear(product, weights.attentionOutput());
        feedForwardNorm = new LayerNorm(weights.feedForwardNorm(), config.normEpsilon());
        expand = new Linear(product, weights.expand());
        contract = new Linear(product, weights.contract());
    }

    /** Replaces the first {@code tokens} hidden states by those behind this layer. */
    void forward(Workspace workspace, int tokens) {
        normalise(attentionNorm, workspace, tokens);
        queryKeyValue.multiply(workspace.input(tokens), workspace.queryKeyValue(tokens));
        addBiasAndRotate(workspace, tokens);
        attention.attend(workspace, tokens);
        attentionOutput.multiply(workspace.context(tokens), workspace.output(tokens));
        addToStates(attentionOutput, workspace, tokens);

        normalise(feedForwardNorm, workspace, tokens);
        expand.multiply(workspace.input(tokens), workspace.wide(tokens));
        activate(workspace, tokens);
        contract.multiply(workspace.wide(tokens), workspace.output(tokens));
        addToStates(contract, workspace, tokens);
    }

    private void normalise(LayerNorm norm, Workspace workspace, int tokens) {
        Matrix input = workspace.input(tokens);
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            norm.apply(workspace.states(), token * config.width(), row, 0);
            input.writeRow(token, row, 0);
        }
    }

    private void addBiasAndRotate(Workspace workspace, int tokens) {
        Matrix projected = workspace.queryKeyValue(tokens);
        float[] row = workspace.row();
        float queryScale = (float) (1 / Math.sqrt(config.headWidth()));
        for (int token = 0; token < tokens; token++) {
            projected.readRow(token, row);
            queryKeyValue.addBias(row);
            rotary.rotate(row, 0, config.heads(), token, queryScale);
            rotary.rotate(row, config.width(), config.heads(), token, 1f);
            projected.writeRow(token, row, 0);
        }
    }

    private void activate(Workspace workspace, int tokens) {
        Matrix wide = workspace.wide(tokens);
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            wide.readRow(token, row);
            Gelu.applyWithBias(row, expand.bias());
            wide.writeRow(token, row, 0);
        }
    }

    private void addToStates(Linear layer, Workspace workspace, int tokens) {
        Matrix output = workspace.output(tokens);
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            output.readRow(token, row);
            layer.addTo(workspace.states(), token * config.width(), row);
        }
    }
}
