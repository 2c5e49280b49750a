package org.virnucpro.worker.predict;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;

/**
 * Scores open frames in batches of bounded size and hands the rows on in order; at most one batch is in memory. Frames of
 * several records share a batch, which changes no bit of a row. Confined to one thread.
 */
final class FrameScorer {

    private final EmbeddingEngine bases;
    private final EmbeddingEngine residues;
    private final FeatureClassifier classifier;
    private final RowSink sink;
    private final Cancellation cancellation;
    private final int batchSize;
    private final List<OpenFrame> batch = new ArrayList<>();

    FrameScorer(
            EmbeddingEngine bases,
            EmbeddingEngine residues,
            FeatureClassifier classifier,
            RowSink sink,
            Cancellation cancellation,
            int batchSize) {
        this.bases = bases;
        this.residues = residues;
        this.classifier = classifier;
        this.sink = sink;
        this.cancellation = cancellation;
        this.batchSize = batchSize;
    }

    void add(OpenFrame frame) {
        batch.add(frame);
        if (batch.size() == batchSize) {
            flush();
        }
    }

    /** Scores what waits. */
    void flush() {
        if (batch.isEmpty()) {
            return;
        }
        cancellation.check();
        sink.computing();
        EmbeddingMatrix dna =
                bases.embed(batch.stream().map(OpenFrame::nucleotides).toList());
        requireFinite(dna, "DNABERT");
        cancellation.check();
        EmbeddingMatrix protein =
                residues.embed(batch.stream().map(OpenFrame::protein).toList());
        requireFinite(protein, "ESM-2");
        float[] features = concatenate(dna, protein);
        float[] scores = classifier.classify(features, batch.size());
        sink.features(features, batch.size());
        for (int row = 0; row < batch.size(); row++) {
            emit(batch.get(row), scores[2 * row], scores[2 * row + 1]);
        }
        batch.clear();
    }

    /** A classifier may turn an infinite feature into a finite score, so scores alone do not tell. */
    private void requireFinite(EmbeddingMatrix matrix, String model) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.columns(); column++) {
                if (!Float.isFinite(matrix.at(row, column))) {
                    throw new TaskException("the " + model + " embedding of "
                            + batch.get(row).id() + " holds " + matrix.at(row, column) + " at place " + column
                            + ", not a number; is the model damaged, or the device faulty?");
                }
            }
        }
    }

    private void emit(OpenFrame frame, float others, float virus) {
        if (!Float.isFinite(others) || !Float.isFinite(virus)) {
            throw new TaskException("the scores of " + frame.id() + " are " + others + " and " + virus
                    + ", not numbers; are the models damaged, or the device faulty?");
        }
        sink.row(frame.id(), others, virus);
    }

    /** Row i is row i of the left matrix, then row i of the right one. */
    private static float[] concatenate(EmbeddingMatrix left, EmbeddingMatrix right) {
        int columns = left.columns() + right.columns();
        float[] values = new float[left.rows() * columns];
        for (int row = 0; row < left.rows(); row++) {
            System.arraycopy(left.values(), row * left.columns(), values, row * columns, left.columns());
            System.arraycopy(
                    right.values(), row * right.columns(), values, row * columns + left.columns(), right.columns());
        }
        return values;
    }
}
