package org.virnucpro.worker.model;

/** One post-norm layer of DNABERT: norm(x + attention(x)), then norm(x + GEGLU(x)). Thread-safe. */
final class DnabertLayer {
    private final DnabertConfig config;
    private final Linear queryKeyValue;
    private final SelfAttention attention;
    private final Linear attentionOutput;
    private final LayerNorm attentionNorm;
    private final Linear gated;
    private final Linear contract;
    private final LayerNorm feedForwardNorm;

    DnabertLayer(MatrixProduct product, DnabertConfig config, DnabertLayerWeights weights) {
        this.config = config;
        queryKeyValue = new Linear(product, weights.queryKeyValue());
        float scale = (float) (1 / Math.sqrt(config.headWidth()));
        attention =
                new SelfAttention(product, config.heads(), config.headWidth(), scale, new AlibiBias(config.heads()));
        attentionOutput = new Linear(product, weights.attentionOutput());
        attentionNorm = new LayerNorm(weights.attentionNorm(), config.normEpsilon());
        gated = new Linear(product, weights.gated());
        contract = new Linear(product, weights.contract());
        feedForwardNorm = new LayerNorm(weights.feedForwardNorm(), config.normEpsilon());
    }

    /** Replaces the first {@code tokens} hidden states by those behind this layer. */
    void forward(Workspace workspace, int tokens) {
        copyStates(workspace, tokens);
        queryKeyValue.multiply(workspace.input(tokens), workspace.queryKeyValue(tokens));
        addBias(workspace, tokens);
        attention.attend(workspace, tokens);
        attentionOutput.multiply(workspace.context(tokens), workspace.output(tokens));
        addAndNormalise(attentionOutput, attentionNorm, workspace, tokens);

        copyStates(workspace, tokens);
        gated.multiply(workspace.input(tokens), workspace.wide(tokens));
        gate(workspace, tokens);
        contract.multiply(workspace.wide(tokens).columns(0, config.feedForward()), workspace.output(tokens));
        addAndNormalise(contract, feedForwardNorm, workspace, tokens);
    }

    private void copyStates(Workspace workspace, int tokens) {
        Matrix input = workspace.input(tokens);
        for (int token = 0; token < tokens; token++) {
            input.writeRow(token, workspace.states(), token * config.width());
        }
    }

    private void addBias(Workspace workspace, int tokens) {
        Matrix projected = workspace.queryKeyValue(tokens);
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            projected.readRow(token, row);
            queryKeyValue.addBias(row);
            projected.writeRow(token, row, 0);
        }
    }

    /** The activated half takes the place of the gated matrix's first half. */
    private void gate(Workspace workspace, int tokens) {
        Matrix wide = workspace.wide(tokens);
        Matrix activated = wide.columns(0, config.feedForward());
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            wide.readRow(token, row);
            Gelu.gate(row, config.feedForward());
            activated.writeRow(token, row, 0);
        }
    }

    private void addAndNormalise(Linear layer, LayerNorm norm, Workspace workspace, int tokens) {
        Matrix output = workspace.output(tokens);
        float[] states = workspace.states();
        float[] row = workspace.row();
        for (int token = 0; token < tokens; token++) {
            int at = token * config.width();
            output.readRow(token, row);
            layer.addTo(states, at, row);
            norm.apply(states, at, states, at);
        }
    }
}
