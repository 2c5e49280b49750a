package org.virnucpro.worker.engine.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.virnucpro.worker.engine.cuda.driver.CudaEvent;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;
import org.virnucpro.worker.engine.cuda.driver.PinnedMemory;
import org.virnucpro.worker.engine.cuda.kernel.AttentionCall;
import org.virnucpro.worker.engine.cuda.model.EncodedSequence;
import org.virnucpro.worker.engine.cuda.model.PackedBatch;

/**
 * A batch on its way to the GPU and its results on their way back, in memory of their own: while one slot is computed, the
 * next is filled. Sequences lie behind one another without padding between them. Confined to one thread.
 */
final class BatchSlot implements AutoCloseable {
    /** Sequences of one batch. */
    static final int MAX_SEQUENCES = 1024;

    private static final int WORK_INTS = 3;

    private final int capacity;
    private final int width;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final PinnedMemory hostInput;
    private final PinnedMemory hostOutput;
    private final DeviceMemory input;
    private final DeviceMemory output;
    private final CudaEvent uploaded;
    private final CudaEvent finished;
    private final IntBuffer tokens;
    private final FloatBuffer scales;
    private final IntBuffer ranges;
    private final IntBuffer work;
    private int first;
    private int sequences;
    private int length;
    private int items;

    /** For up to {@code capacity} tokens; keeps nothing when memory runs out. */
    BatchSlot(int capacity, int width) {
        this.capacity = capacity;
        this.width = width;
        int maxItems = MAX_SEQUENCES + capacity / AttentionCall.QUERIES + 1;
        int ints = 2 * capacity + 2 * MAX_SEQUENCES + WORK_INTS * maxItems;
        int outputs = MAX_SEQUENCES + Math.multiplyExact(MAX_SEQUENCES, width);
        try {
            hostInput = own(PinnedMemory.allocate(Math.multiplyExact(ints, Integer.BYTES)));
            hostOutput = own(PinnedMemory.allocate(Math.multiplyExact(outputs, Float.BYTES)));
            input = own(DeviceMemory.allocate((long) ints * Integer.BYTES));
            output = own(DeviceMemory.allocate((long) outputs * Float.BYTES));
            uploaded = own(new CudaEvent());
            finished = own(new CudaEvent());
        } catch (RuntimeException unavailable) {
            close();
            throw unavailable;
        }
        ByteBuffer bytes = hostInput.buffer();
        tokens = part(bytes, 0, capacity).asIntBuffer();
        scales = part(bytes, capacity, capacity).asFloatBuffer();
        ranges = part(bytes, 2 * capacity, 2 * MAX_SEQUENCES).asIntBuffer();
        work = part(bytes, 2 * capacity + 2 * MAX_SEQUENCES, WORK_INTS * maxItems)
                .asIntBuffer();
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    private static ByteBuffer part(ByteBuffer whole, int ints, int count) {
        return whole.slice(ints * Integer.BYTES, count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins a batch whose first result belongs to row {@code row} of the caller. */
    void start(int row) {
        first = row;
        sequences = 0;
        length = 0;
        items = 0;
    }

    boolean isEmpty() {
        return sequences == 0;
    }

    int length() {
        return length;
    }

    /** Whether the sequence still goes in, in a batch of at most {@code budget} tokens. */
    boolean hasRoom(EncodedSequence sequence, int budget) {
        return sequences < MAX_SEQUENCES && length + sequence.length() <= Math.min(capacity, budget);
    }

    void add(EncodedSequence sequence) {
        int end = length + sequence.length();
        tokens.put(length, sequence.tokens());
        scales.put(length, sequence.scales());
        ranges.put(2 * sequences, length + sequence.first());
        ranges.put(2 * sequences + 1, sequence.count());
        for (int query = length; query < end; query += AttentionCall.QUERIES) {
            work.put(WORK_INTS * items, length);
            work.put(WORK_INTS * items + 1, end);
            work.put(WORK_INTS * items + 2, query);
            items++;
        }
        length = end;
        sequences++;
    }

    /** Starts the copy to the GPU, beside what is computed there; {@code compute} waits for it. */
    PackedBatch upload(CudaStream copies, CudaStream compute, int rows) {
        for (int row = length; row < rows; row++) {
            tokens.put(row, -1);
            scales.put(row, 0f);
        }
        copies.upload(hostInput, input, input.bytes());
        uploaded.record(copies);
        compute.waitFor(uploaded);
        return new PackedBatch(
                input.address(), address(capacity), address(2 * capacity + 2 * MAX_SEQUENCES), items, rows);
    }

    /** Device address of the pooled ranges. */
    long ranges() {
        return address(2 * capacity);
    }

    private long address(int ints) {
        return input.address() + (long) ints * Integer.BYTES;
    }

    int sequences() {
        return sequences;
    }

    /** Device address of the flags of rows that are not finite; set to zero in {@code compute}. */
    long clearedFlags(CudaStream compute) {
        compute.clear(output, (long) MAX_SEQUENCES * Integer.BYTES);
        return output.address();
    }

    /** Device address of the means. */
    long means() {
        return output.address() + (long) MAX_SEQUENCES * Integer.BYTES;
    }

    /** Starts the copy of the results from the GPU. */
    void download(CudaStream compute) {
        compute.download(output, hostOutput, (long) (MAX_SEQUENCES + sequences * width) * Float.BYTES);
        finished.record(compute);
    }

    /** Waits for the results and puts them where they belong; sets {@code broken} for rows that are not finite. */
    void collect(float[] rows, BitSet broken) {
        finished.await();
        ByteBuffer bytes = hostOutput.buffer();
        part(bytes, MAX_SEQUENCES, sequences * width).asFloatBuffer().get(rows, first * width, sequences * width);
        for (int i = 0; i < sequences; i++) {
            broken.set(first + i, bytes.getInt(i * Integer.BYTES) != 0);
        }
    }

    @Override
    public void close() {
        while (!owned.isEmpty()) {
            closed(owned.pop());
        }
    }

    private static void closed(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
