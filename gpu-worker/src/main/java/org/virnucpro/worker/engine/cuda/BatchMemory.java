package org.virnucpro.worker.engine.cuda;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.engine.cuda.model.Activations;
import org.virnucpro.worker.engine.cuda.model.ModelShape;

/** All memory that batches of up to some number of tokens need on the GPU: one set of activations, two slots. */
final class BatchMemory implements AutoCloseable {
    /** One is computed while the other is filled. */
    static final int SLOTS = 2;

    private final Activations activations;
    private final List<BatchSlot> slots = new ArrayList<>();

    /** @throws org.virnucpro.worker.engine.cuda.driver.CudaException also when memory is short; keeps nothing then */
    BatchMemory(ModelShape shape, Precision precision, int tokens) {
        activations = new Activations(shape, precision, tokens);
        try {
            for (int i = 0; i < SLOTS; i++) {
                slots.add(new BatchSlot(tokens, shape.width()));
            }
        } catch (RuntimeException unavailable) {
            close();
            throw unavailable;
        }
    }

    Activations activations() {
        return activations;
    }

    BatchSlot slot(int number) {
        return slots.get(number % SLOTS);
    }

    int tokens() {
        return activations.tokens();
    }

    @Override
    public void close() {
        slots.forEach(BatchSlot::close);
        activations.close();
    }
}
