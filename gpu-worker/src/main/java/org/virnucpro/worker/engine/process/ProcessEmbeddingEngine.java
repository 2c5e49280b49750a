package org.virnucpro.worker.engine.process;

import java.util.List;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;

/**
 * One model of an engine program. Whether the bits of a row depend on its batch is up to that program. Thread-safe; batches
 * are computed one at a time.
 */
public final class ProcessEmbeddingEngine implements EmbeddingEngine {

    private final EngineChild child;
    private final ModelPart part;
    private final int width;

    ProcessEmbeddingEngine(EngineChild child, ModelPart part, int width) {
        this.child = child;
        this.part = part;
        this.width = width;
    }

    @Override
    public int width() {
        return width;
    }

    /**
     * {@inheritDoc}
     *
     * @throws org.virnucpro.worker.engine.EngineLostException when this is the third failure of the program in a row
     */
    @Override
    public EmbeddingMatrix embed(List<String> sequences) {
        return sequences.isEmpty() ? new EmbeddingMatrix(0, width, new float[0]) : child.embed(part, sequences);
    }

    /** Leaves the program to the other engines on it. */
    @Override
    public void close() {
        // EngineChild owns the program.
    }
}
