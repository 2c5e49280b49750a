package org.virnucpro.worker.engine.cuda.model;

import java.util.ArrayDeque;
import java.util.Deque;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

/** The device memory between the layers, for batches of up to {@link #tokens} tokens. */
public final class Activations implements AutoCloseable {
    private final int tokens;
    private final Deque<DeviceMemory> owned = new ArrayDeque<>();
    private final DeviceMemory states;
    private final DeviceMemory input;
    private final DeviceMemory projected;
    private final DeviceMemory wide;
    private final DeviceMemory gated;

    /**
     * Allocates for batches of up to that many tokens.
     *
     * @throws org.virnucpro.worker.engine.cuda.driver.CudaException also when there is not enough memory; keeps nothing then
     */
    public Activations(ModelShape shape, Precision precision, int tokens) {
        this.tokens = tokens;
        try {
            states = allocate((long) tokens * shape.width() * Float.BYTES);
            input = allocate((long) tokens * shape.width() * precision.bytes());
            projected = allocate(3L * tokens * shape.width() * precision.bytes());
            wide = allocate((long) tokens * shape.wide() * precision.bytes());
            gated = shape.gated() == 0 ? wide : allocate((long) tokens * shape.gated() * precision.bytes());
        } catch (RuntimeException unavailable) {
            close();
            throw unavailable;
        }
    }

    private DeviceMemory allocate(long bytes) {
        DeviceMemory memory = DeviceMemory.allocate(bytes);
        owned.push(memory);
        return memory;
    }

    public int tokens() {
        return tokens;
    }

    /** The hidden states, float32 [tokens, width]. */
    public DeviceMemory states() {
        return states;
    }

    /** What goes into a linear layer, [tokens, width]; also what attention gives, because by then the other is used up. */
    public DeviceMemory input() {
        return input;
    }

    /** Queries, keys and values side by side, [tokens, 3 width]. */
    public DeviceMemory projected() {
        return projected;
    }

    /** Inside the feed-forward block, [tokens, wide]. */
    public DeviceMemory wide() {
        return wide;
    }

    /** Behind the gate, [tokens, gated]; the same place as wide in a model without. */
    public DeviceMemory gated() {
        return gated;
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().close();
        }
    }
}
