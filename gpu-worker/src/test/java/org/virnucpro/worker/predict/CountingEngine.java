package org.virnucpro.worker.predict;

import java.util.List;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;

/** A cheap engine: how often each of the given letters occurs. */
final class CountingEngine implements EmbeddingEngine {

    private final String letters;
    private int largestBatch;
    private boolean closed;

    CountingEngine(String letters) {
        this.letters = letters;
    }

    int largestBatch() {
        return largestBatch;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int width() {
        return letters.length();
    }

    @Override
    public EmbeddingMatrix embed(List<String> sequences) {
        largestBatch = Math.max(largestBatch, sequences.size());
        float[] values = new float[sequences.size() * width()];
        for (int row = 0; row < sequences.size(); row++) {
            for (int column = 0; column < width(); column++) {
                char letter = letters.charAt(column);
                values[row * width() + column] =
                        sequences.get(row).chars().filter(c -> c == letter).count();
            }
        }
        return new EmbeddingMatrix(sequences.size(), width(), values);
    }

    @Override
    public void close() {
        closed = true;
    }
}
