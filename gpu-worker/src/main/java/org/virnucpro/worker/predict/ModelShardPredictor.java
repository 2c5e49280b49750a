package org.virnucpro.worker.predict;

import java.io.IOException;
import java.util.Map;
import org.virnucpro.worker.engine.EmbeddingEngine;

/**
 * Computes a shard in one pass in memory: cut and translate its records, embed each open frame's bases and residues, and
 * classify both embeddings side by side. Not thread-safe.
 */
public final class ModelShardPredictor implements ShardPredictor {

    /** Enough for an engine to work in parallel, little enough to stop soon. */
    public static final int DEFAULT_BATCH = 64;

    /** Several batches of a GPU's 16,384 tokens, so that little of the last one is padding; a few seconds of ESM-2 3B. */
    public static final int GPU_BATCH = 1024;

    private final EmbeddingEngine bases;
    private final EmbeddingEngine residues;
    private final Map<Integer, FeatureClassifier> classifiers;
    private final int batchSize;
    private final StagedFrames staged = new StagedFrames();

    /**
     * Takes over the engines and closes them with itself.
     *
     * @param bases DNABERT
     * @param residues ESM-2
     * @param classifiers by chunk size
     * @param batchSize most frames that are embedded at a time
     */
    public ModelShardPredictor(
            EmbeddingEngine bases,
            EmbeddingEngine residues,
            Map<Integer, FeatureClassifier> classifiers,
            int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batches of " + batchSize + " frames");
        }
        this.bases = bases;
        this.residues = residues;
        this.classifiers = Map.copyOf(classifiers);
        this.batchSize = batchSize;
    }

    @Override
    public ShardSummary predict(ShardJob job, RowSink sink, Cancellation cancellation) throws IOException {
        FeatureClassifier classifier = classifiers.get(job.chunkSize());
        if (classifier == null) {
            throw new TaskException(
                    "no classifier for chunks of " + job.chunkSize() + " bases here, only for " + classifiers.keySet());
        }
        FrameScorer scorer = new FrameScorer(bases, residues, classifier, sink, cancellation, batchSize);
        ShardSummary summary = staged.read(job, cancellation, scorer::add, sink::reject);
        scorer.flush();
        return summary;
    }

    @Override
    public void readAhead(ShardJob next) throws IOException {
        staged.stage(next);
    }

    @Override
    public void close() {
        try {
            bases.close();
        } finally {
            residues.close();
        }
    }
}
