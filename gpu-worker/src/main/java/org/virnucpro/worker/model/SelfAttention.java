package org.virnucpro.worker.model;

/** Multi-head self-attention (Vaswani et al., 2017) without its linear layers. Thread-safe. */
final class SelfAttention {
    private final MatrixProduct product;
    private final int heads;
    private final int headWidth;
    private final float scale;
    private final ScoreBias bias;

    /** @param scale factor of the scores before the bias; 1 where the queries are scaled already */
    SelfAttention(MatrixProduct product, int heads, int headWidth, float scale, ScoreBias bias) {
        this.product = product;
        this.heads = heads;
        this.headWidth = headWidth;
        this.scale = scale;
        this.bias = bias;
    }

    /** {@code context = softmax(scale Q K^T + bias) V} of every head, from {@code queryKeyValue = [Q | K | V]}. */
    void attend(Workspace workspace, int tokens) {
        int width = heads * headWidth;
        Matrix queries = workspace.queryKeyValue(tokens).columns(0, width);
        Matrix keys = workspace.queryKeyValue(tokens).columns(width, width);
        Matrix values = workspace.queryKeyValue(tokens).columns(2 * width, width);
        for (int head = 0; head < heads; head++) {
            int column = head * headWidth;
            for (int from = 0; from < tokens; from += Workspace.QUERY_BLOCK) {
                int count = Math.min(Workspace.QUERY_BLOCK, tokens - from);
                Matrix scores = workspace.scores(count, tokens);
                Matrix block = queries.rows(from, count).columns(column, headWidth);
                product.multiplyTransposed(block, keys.columns(column, headWidth), scores);
                normalise(scores, head, from, workspace.row());
                Matrix context = workspace.context(tokens).rows(from, count).columns(column, headWidth);
                product.multiply(scores, values.columns(column, headWidth), context);
            }
        }
    }

    private void normalise(Matrix scores, int head, int firstQuery, float[] row) {
        for (int i = 0; i < scores.rows(); i++) {
            scores.readRow(i, row);
            if (scale != 1f) {
                for (int key = 0; key < scores.columns(); key++) {
                    row[key] *= scale;
                }
            }
            bias.addTo(row, head, firstQuery + i, scores.columns());
            Softmax.apply(row, scores.columns());
            scores.writeRow(i, row, 0);
        }
    }
}
