package org.virnucpro.worker.engine.cuda.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.kernel.EmbedCall;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.NormCall;
import org.virnucpro.worker.engine.cuda.kernel.PoolCall;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.engine.cuda.product.Gemm;

/**
 * Runs every kernel and every shape of product of a model once, on numbers that need no model, and compares samples with the
 * same arithmetic on the host in double. A GPU that computes wrongly is refused before it embeds anything.
 */
public final class SelfTest {
    private static final int[] LENGTHS = {1, 70, 33};
    private static final int TOKENS = 104;
    private static final int SAMPLES = 200;

    private final String gpu;
    private final Kernels kernels;
    private final Gemm gemm;
    private final DeviceModel model;
    private final ModelShape shape;
    private final Precision precision;
    private final HostReference host;

    /**
     * A test of what a model will run on.
     *
     * @param gpu its name, for the message
     */
    public SelfTest(String gpu, Kernels kernels, Gemm gemm, DeviceModel model) {
        this.gpu = gpu;
        this.kernels = kernels;
        this.gemm = gemm;
        this.model = model;
        shape = model.shape();
        precision = kernels.precision();
        host = new HostReference(shape);
    }

    /**
     * Overwrites the activations.
     *
     * @param capacity rows that batches are padded to
     * @throws EngineException when a number is wrong; says which and what to do
     */
    public void run(CudaStream stream, Activations memory, int capacity) {
        int rows = gemm.rows(TOKENS, capacity);
        try (WeightUpload upload = new WeightUpload(precision)) {
            embedAndPool(stream, memory, upload);
            normalise(stream, memory, upload);
            multiply(stream, memory, upload, memory.projected(), 3 * shape.width(), rows);
            attend(stream, memory);
            multiply(stream, memory, upload, memory.wide(), shape.wide(), rows);
            activate(stream, memory);
            int inner = shape.gated() == 0 ? shape.wide() : shape.gated();
            add(stream, memory, upload, memory.input(), shape.width(), rows);
            add(stream, memory, upload, memory.gated(), inner, rows);
        }
    }

    private void embedAndPool(CudaStream stream, Activations memory, WeightUpload upload) {
        int vocabulary = 7;
        long table = upload.floats(host.numbers(0, vocabulary, shape.width()));
        ByteBuffer tokens = direct(2 * TOKENS + 2 * LENGTHS.length);
        for (int i = 0; i < TOKENS; i++) {
            tokens.putInt(i * Integer.BYTES, i % vocabulary);
            tokens.putFloat((TOKENS + i) * Integer.BYTES, HostReference.scale(i));
        }
        int first = 0;
        for (int i = 0; i < LENGTHS.length; i++) {
            tokens.putInt((2 * TOKENS + 2 * i) * Integer.BYTES, first);
            tokens.putInt((2 * TOKENS + 2 * i + 1) * Integer.BYTES, LENGTHS[i]);
            first += LENGTHS[i];
        }
        int outputs = LENGTHS.length * (shape.width() + 1);
        try (DeviceMemory input = DeviceMemory.allocate(tokens.remaining());
                DeviceMemory output = DeviceMemory.allocate((long) outputs * Float.BYTES)) {
            input.upload(tokens, 0);
            clear(stream, memory.states());
            stream.clear(output, output.bytes());
            long states = memory.states().address();
            long scales = input.address() + (long) TOKENS * Integer.BYTES;
            kernels.embed(stream, new EmbedCall(table, input.address(), scales, states, TOKENS, shape.width()));
            long ranges = input.address() + 2L * TOKENS * Integer.BYTES;
            long means = output.address() + (long) LENGTHS.length * Integer.BYTES;
            kernels.poolMeans(
                    stream, new PoolCall(states, ranges, means, output.address(), LENGTHS.length, shape.width()));
            stream.synchronize();
            ByteBuffer found = direct(outputs);
            output.download(found, 0);
            for (int sample = 0; sample < SAMPLES; sample++) {
                int sequence = sample % LENGTHS.length;
                int column = host.pick(sample, shape.width());
                int at = LENGTHS.length + sequence * shape.width() + column;
                double expected = host.mean(start(sequence), LENGTHS[sequence], column, vocabulary);
                require("a mean of embeddings", found.getFloat(at * Float.BYTES), expected, 1e-5);
            }
        }
    }

    private void normalise(CudaStream stream, Activations memory, WeightUpload upload) {
        float[] states = host.numbers(1, TOKENS, shape.width());
        memory.states().upload(bytes(states, Precision.FP32), 0);
        clear(stream, memory.input());
        long weight = upload.floats(host.numbers(2, 1, shape.width()));
        long bias = upload.floats(host.numbers(3, 1, shape.width()));
        long at = memory.states().address();
        kernels.layerNorm(
                stream, new NormCall(at, weight, bias, at, memory.input().address(), TOKENS, shape.width(), 1e-5f));
        stream.synchronize();
        ByteBuffer typed = read(memory.input(), TOKENS * shape.width(), precision);
        ByteBuffer kept = read(memory.states(), TOKENS * shape.width(), Precision.FP32);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int row = host.pick(sample, TOKENS);
            int column = host.pick(sample + SAMPLES, shape.width());
            int place = row * shape.width() + column;
            double expected = host.normalised(states, row, column);
            require("a normalised state", precision.decode(typed, place * precision.bytes()), expected, tolerance());
            require("a normalised state", kept.getFloat(place * Float.BYTES), expected, 1e-4);
        }
    }

    private void multiply(
            CudaStream stream, Activations memory, WeightUpload upload, DeviceMemory output, int columns, int rows) {
        int inner = shape.width();
        memory.input().upload(bytes(host.numbers(4, TOKENS, inner), precision), 0);
        clear(stream, output);
        gemm.multiply(stream, linear(upload, columns, inner), memory.input().address(), output.address(), rows);
        stream.synchronize();
        ByteBuffer found = read(output, TOKENS * columns, precision);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int row = host.pick(sample, TOKENS);
            int column = host.pick(sample + SAMPLES, columns);
            float value = precision.decode(found, (row * columns + column) * precision.bytes());
            double expected = host.product(row, column, inner);
            require("a product of " + inner + " x " + columns, value, expected, tolerance());
        }
    }

    private void add(CudaStream stream, Activations memory, WeightUpload upload, DeviceMemory x, int inner, int rows) {
        int columns = shape.width();
        x.upload(bytes(host.numbers(4, TOKENS, inner), precision), 0);
        float[] before = host.numbers(1, TOKENS, columns);
        memory.states().upload(bytes(before, Precision.FP32), 0);
        gemm.add(
                stream,
                linear(upload, columns, inner),
                x.address(),
                memory.states().address(),
                rows);
        stream.synchronize();
        ByteBuffer found = read(memory.states(), TOKENS * columns, Precision.FP32);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int row = host.pick(sample, TOKENS);
            int column = host.pick(sample + SAMPLES, columns);
            int place = row * columns + column;
            double expected = before[place] + host.product(row, column, inner);
            require("a sum with " + inner + " x " + columns, found.getFloat(place * Float.BYTES), expected, 1e-3);
        }
    }

    private void activate(CudaStream stream, Activations memory) {
        float[] values = host.numbers(5, TOKENS, shape.wide());
        memory.wide().upload(bytes(values, precision), 0);
        int columns = shape.gated() == 0 ? shape.wide() : shape.gated();
        if (shape.gated() == 0) {
            kernels.gelu(stream, memory.wide().address(), (long) TOKENS * columns);
        } else {
            clear(stream, memory.gated());
            kernels.geglu(stream, memory.wide().address(), memory.gated().address(), TOKENS, columns);
        }
        stream.synchronize();
        ByteBuffer found = read(memory.gated(), TOKENS * columns, precision);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int row = host.pick(sample, TOKENS);
            int column = host.pick(sample + SAMPLES, columns);
            float value = precision.decode(found, (row * columns + column) * precision.bytes());
            require("an activation", value, host.activated(values, row, column), tolerance());
        }
    }

    private void attend(CudaStream stream, Activations memory) {
        float[] projected = host.numbers(6, TOKENS, 3 * shape.width());
        memory.projected().upload(bytes(projected, precision), 0);
        clear(stream, memory.input());
        int items = 4; // one, two and one blocks of 64 queries
        ByteBuffer work = direct(3 * items);
        for (int sequence = 0; sequence < LENGTHS.length; sequence++) {
            int end = start(sequence) + LENGTHS[sequence];
            for (int query = start(sequence); query < end; query += AttentionCall.QUERIES) {
                work.putInt(start(sequence)).putInt(end).putInt(query);
            }
        }
        float scale = (float) (1 / Math.sqrt(shape.headWidth()));
        try (DeviceMemory list = DeviceMemory.allocate(work.capacity())) {
            list.upload(work.flip(), 0);
            model.attend(
                    stream,
                    new AttentionCall(
                            memory.projected().address(),
                            memory.input().address(),
                            list.address(),
                            items,
                            shape.heads(),
                            shape.headWidth(),
                            scale));
            stream.synchronize();
        }
        ByteBuffer found = read(memory.input(), TOKENS * shape.width(), precision);
        for (int sample = 0; sample < SAMPLES; sample++) {
            int sequence = sample % LENGTHS.length;
            int token = start(sequence) + host.pick(sample, LENGTHS[sequence]);
            int column = host.pick(sample + SAMPLES, shape.width());
            double expected =
                    host.attended(projected, model.positions(), start(sequence), LENGTHS[sequence], token, column);
            float value = precision.decode(found, (token * shape.width() + column) * precision.bytes());
            require("an attention", value, expected, tolerance() / 4);
        }
    }

    private Gemm.Linear linear(WeightUpload upload, int columns, int inner) {
        return upload.linear("the self-test", host.weights(columns, inner));
    }

    private static int start(int sequence) {
        int start = 0;
        for (int i = 0; i < sequence; i++) {
            start += LENGTHS[i];
        }
        return start;
    }

    /** What rounding to the precision may change, with room for the order of sums. */
    private double tolerance() {
        return switch (precision) {
            case FP16 -> 4e-3;
            case BF16 -> 3e-2;
            case FP32 -> 1e-4;
        };
    }

    private void require(String what, float found, double expected, double tolerance) {
        if (!(Math.abs(found - expected) <= tolerance * (1 + Math.abs(expected)))) {
            throw new EngineException(gpu + " computes wrongly: " + what + " in " + precision.label() + " is " + found
                    + " where " + (float) expected + " is right. It is not used; look for errors of its memory with"
                    + " nvidia-smi -q -d ECC and for XID errors in the kernel's log, and try another driver.");
        }
    }

    /** Else an earlier run of a kernel that does nothing now might have left the right numbers. */
    private static void clear(CudaStream stream, DeviceMemory memory) {
        stream.clear(memory, memory.bytes());
    }

    private static ByteBuffer read(DeviceMemory memory, int numbers, Precision type) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(numbers * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        memory.download(bytes, 0);
        return bytes;
    }

    private static ByteBuffer bytes(float[] numbers, Precision type) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(numbers.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        type.encode(numbers, 0, numbers.length, bytes);
        return bytes.flip();
    }

    private static ByteBuffer direct(int numbers) {
        return ByteBuffer.allocateDirect(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
