package org.virnucpro.worker.engine.cuda.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.engine.cuda.product.Gemm;
import org.virnucpro.worker.model.LinearWeights;
import org.virnucpro.worker.model.NormWeights;

/** Moves weights to the GPU, rounded to a precision, and owns what they lie in. */
final class WeightUpload implements AutoCloseable {
    private static final int STAGED_NUMBERS = 1 << 20;

    private final Precision precision;
    private final ByteBuffer staging =
            ByteBuffer.allocateDirect(STAGED_NUMBERS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Deque<DeviceMemory> owned = new ArrayDeque<>();

    WeightUpload(Precision precision) {
        this.precision = precision;
    }

    /**
     * One layer out of several with the same input, their outputs side by side.
     *
     * @param name for messages
     * @throws EngineException when a weight is too large for the precision
     */
    Gemm.Linear linear(String name, LinearWeights... parts) {
        int inputs = parts[0].inputs();
        int outputs = Stream.of(parts).mapToInt(LinearWeights::outputs).sum();
        DeviceMemory weight = allocate((long) outputs * inputs * precision.bytes());
        long at = 0;
        for (LinearWeights part : parts) {
            requireRange(name, part.weight());
            requireRange(name, part.bias());
            copy(part.weight(), weight, at, precision);
            at += (long) part.weight().length * precision.bytes();
        }
        int biases = Stream.of(parts).mapToInt(part -> part.bias().length).sum();
        if (biases == 0) {
            return new Gemm.Linear(weight.address(), 0, 0, outputs, inputs);
        }
        long exact = biases(biases, Precision.FP32, parts);
        long typed = precision == Precision.FP32 ? exact : biases(biases, precision, parts);
        return new Gemm.Linear(weight.address(), exact, typed, outputs, inputs);
    }

    private long biases(int count, Precision as, LinearWeights... parts) {
        DeviceMemory bias = allocate((long) count * as.bytes());
        long at = 0;
        for (LinearWeights part : parts) {
            copy(part.bias(), bias, at, as);
            at += (long) part.bias().length * as.bytes();
        }
        return bias.address();
    }

    Norm norm(NormWeights weights, double epsilon) {
        return new Norm(floats(weights.weight()), floats(weights.bias()), (float) epsilon);
    }

    /** Device address of the numbers in float32. */
    long floats(float[] values) {
        DeviceMemory memory = allocate((long) values.length * Float.BYTES);
        copy(values, memory, 0, Precision.FP32);
        return memory.address();
    }

    private void requireRange(String name, float[] weights) {
        if (precision != Precision.FP16) {
            return;
        }
        for (float weight : weights) {
            if (Math.abs(weight) > Precision.FP16_MAX) {
                throw new EngineException("a weight of " + name + " is " + weight + ", more than fp16 can hold: choose"
                        + " --precision bf16");
            }
        }
    }

    private DeviceMemory allocate(long bytes) {
        DeviceMemory memory = DeviceMemory.allocate(bytes);
        owned.push(memory);
        return memory;
    }

    private void copy(float[] values, DeviceMemory target, long offset, Precision as) {
        for (int from = 0; from < values.length; from += STAGED_NUMBERS) {
            int count = Math.min(STAGED_NUMBERS, values.length - from);
            staging.clear();
            as.encode(values, from, count, staging);
            target.upload(staging.flip(), offset + (long) from * as.bytes());
        }
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            owned.pop().close();
        }
    }

    /**
     * A layer normalisation on the GPU.
     *
     * @param weight device address, float32 [width]
     * @param bias device address, float32 [width]
     */
    record Norm(long weight, long bias, float epsilon) {}
}
