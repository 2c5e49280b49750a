package org.virnucpro.worker.engine;

import java.util.List;

/**
 * One language model that turns sequences into embeddings: DNABERT over bases, or ESM-2 over residues.
 *
 * <p>The bits of a row depend only on its sequence, the model and the kind of device: never on the other rows of the
 * batch or on their order. Not thread-safe: one caller at a time; an engine may use threads of its own inside a call.
 */
public interface EmbeddingEngine extends AutoCloseable {

    /** Width d of an embedding. */
    int width();

    /**
     * Embeds a batch.
     *
     * @param sequences upper-case bases or residues without whitespace; any number of them, also none
     * @return float32 [sequences.size(), width()], row i for sequence i
     * @throws EngineException when the engine cannot compute the batch; says which sequence when it knows
     */
    EmbeddingMatrix embed(List<String> sequences);

    /** Frees native memory. Idempotent. */
    @Override
    void close();
}
