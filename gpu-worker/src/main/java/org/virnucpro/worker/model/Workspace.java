package org.virnucpro.worker.model;

/**
 * The memory that one thread needs to run a model on one sequence after the other; grows with the longest one. Confined to
 * one thread at a time.
 */
public final class Workspace implements AutoCloseable {
    /** Query positions whose scores are held at a time, so that long sequences need no [n, n] matrix. */
    static final int QUERY_BLOCK = 256;

    private final MatrixProduct product;
    private final int width;
    private final int wideWidth;
    private int capacity;
    private float[] states = new float[0];
    private float[] row = new float[0];
    private Matrix input;
    private Matrix queryKeyValue;
    private Matrix scores;
    private Matrix context;
    private Matrix wide;
    private Matrix output;

    Workspace(MatrixProduct product, int width, int wideWidth) {
        this.product = product;
        this.width = width;
        this.wideWidth = wideWidth;
        input = product.allocate(0, width);
        queryKeyValue = product.allocate(0, 3 * width);
        scores = product.allocate(0, 0);
        context = product.allocate(0, width);
        wide = product.allocate(0, wideWidth);
        output = product.allocate(0, width);
    }

    /** Makes room for a sequence of {@code tokens}. What was here before is lost. */
    void reserve(int tokens) {
        if (tokens <= capacity) {
            return;
        }
        close();
        int rows = Math.max(64, tokens);
        states = new float[Math.multiplyExact(rows, width)];
        row = new float[Math.max(Math.max(3 * width, wideWidth), rows)];
        input = product.allocate(rows, width);
        queryKeyValue = product.allocate(rows, 3 * width);
        scores = product.allocate(QUERY_BLOCK, rows);
        context = product.allocate(rows, width);
        wide = product.allocate(rows, wideWidth);
        output = product.allocate(rows, width);
        capacity = rows; // last: if memory runs out above, nothing of this counts
    }

    /** The hidden states [tokens, width] of the sequence that was run last. */
    public float[] states() {
        return states;
    }

    /** Scratch for one row of any matrix here. */
    float[] row() {
        return row;
    }

    /** What goes into a linear layer, [tokens, width]. */
    Matrix input(int tokens) {
        return input.rows(0, tokens);
    }

    /** Queries, keys and values side by side, [tokens, 3 width]. */
    Matrix queryKeyValue(int tokens) {
        return queryKeyValue.rows(0, tokens);
    }

    /** Attention scores of one head, packed [queries, keys]. */
    Matrix scores(int queries, int keys) {
        return new Matrix(scores.storage(), scores.offset(), queries, keys, keys);
    }

    /** What attention gives, [tokens, width]. */
    Matrix context(int tokens) {
        return context.rows(0, tokens);
    }

    /** Inside the feed-forward block, [tokens, wideWidth]. */
    Matrix wide(int tokens) {
        return wide.rows(0, tokens);
    }

    /** What comes out of a block before it is added to the states, [tokens, width]. */
    Matrix output(int tokens) {
        return output.rows(0, tokens);
    }

    @Override
    public void close() {
        input.storage().close();
        queryKeyValue.storage().close();
        scores.storage().close();
        context.storage().close();
        wide.storage().close();
        output.storage().close();
        capacity = 0;
    }
}
