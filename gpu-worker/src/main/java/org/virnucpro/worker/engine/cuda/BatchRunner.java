package org.virnucpro.worker.engine.cuda;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.driver.CudaContext;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaStream;
import org.virnucpro.worker.engine.cuda.driver.KernelClock;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.PoolCall;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.engine.cuda.model.DeviceModel;
import org.virnucpro.worker.engine.cuda.model.EncodedSequence;
import org.virnucpro.worker.engine.cuda.model.PackedBatch;
import org.virnucpro.worker.engine.cuda.model.SelfTest;
import org.virnucpro.worker.engine.cuda.product.Gemm;

/**
 * One model in one precision: packs sequences into batches, keeps two in flight. When memory runs out, batches become half as
 * large. Confined to one thread.
 */
final class BatchRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);

    private final CudaContext context;
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final Kernels kernels;
    private final Gemm gemm;
    private final DeviceModel model;
    private final CudaStream copies;
    private final CudaStream compute;
    private TokenBudget budget;
    private @Nullable BatchMemory memory;

    /** What a runner is made with. */
    record Parts(
            String gpu,
            CudaContext context,
            Precision precision,
            Function<Kernels, Gemm> gemm,
            Function<Kernels, DeviceModel> model,
            int batchTokens) {}

    /**
     * Loads the model and compares the GPU with arithmetic on the host.
     *
     * @throws EngineException when the GPU computes wrongly
     * @throws CudaException also when the model does not fit into the GPU; keeps nothing then
     */
    BatchRunner(Parts parts) {
        context = parts.context();
        try {
            kernels = own(Kernels.load(parts.precision()));
            gemm = own(parts.gemm().apply(kernels));
            model = own(parts.model().apply(kernels));
            copies = own(new CudaStream());
            compute = own(new CudaStream());
            budget = TokenBudget.fitting(
                    parts.batchTokens(), model.shape().bytesPerToken(parts.precision()), context.freeBytes());
            new SelfTest(parts.gpu(), kernels, gemm, model)
                    .run(compute, allocated(1).activations(), budget.tokens());
        } catch (RuntimeException | Error unusable) {
            close();
            throw unusable;
        }
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.push(resource);
        return resource;
    }

    /** Every kernel is measured from now on. */
    void measure(KernelClock clock) {
        compute.measure(clock);
    }

    /** What computes the products, in words. */
    String products() {
        return gemm.description();
    }

    int budgetTokens() {
        return budget.tokens();
    }

    /**
     * Embeds sequences 0 to {@code count} - 1.
     *
     * @param rows [count, width], filled
     * @param broken set for rows that are not finite
     * @throws EngineException when there is not enough memory for one of them; says for which
     * @throws CudaException for every other failure of the GPU
     */
    void embed(int count, IntFunction<EncodedSequence> sequences, float[] rows, BitSet broken) {
        int done = 0;
        while (done < count) {
            try {
                done = embedFrom(done, count, sequences, rows, broken);
            } catch (CudaException shortage) {
                if (!shortage.isOutOfMemory() || !budget.canHalve()) {
                    throw shortage;
                }
                context.synchronize();
                shrink(shortage);
            }
        }
    }

    /** Returns the first sequence that it did not embed: all others at the end, or one that needs more memory. */
    private int embedFrom(int from, int count, IntFunction<EncodedSequence> sequences, float[] rows, BitSet broken) {
        BatchMemory current = memoryFor(from, count, sequences.apply(from).length());
        Deque<BatchSlot> flying = new ArrayDeque<>();
        int next = from;
        for (int batch = 0; next < count; batch++) {
            BatchSlot slot = current.slot(batch);
            if (flying.size() == BatchMemory.SLOTS) {
                flying.remove().collect(rows, broken);
            }
            next = fill(slot, next, count, sequences);
            if (slot.isEmpty()) {
                break;
            }
            start(slot, current);
            flying.add(slot);
        }
        for (BatchSlot slot : flying) {
            slot.collect(rows, broken);
        }
        return next;
    }

    private int fill(BatchSlot slot, int from, int count, IntFunction<EncodedSequence> sequences) {
        slot.start(from);
        int next = from;
        while (next < count) {
            EncodedSequence sequence = sequences.apply(next);
            // A longer one runs alone, with as many rows as it alone asks for.
            int limit = slot.isEmpty() ? Math.max(budget.tokens(), sequence.length()) : budget.tokens();
            if (!slot.hasRoom(sequence, limit)) {
                break;
            }
            slot.add(sequence);
            next++;
        }
        return next;
    }

    private void start(BatchSlot slot, BatchMemory current) {
        int rows = gemm.rows(slot.length(), budget.tokens());
        PackedBatch batch = slot.upload(copies, compute, rows);
        model.forward(compute, gemm, batch, current.activations());
        long flags = slot.clearedFlags(compute);
        long states = current.activations().states().address();
        kernels.poolMeans(
                compute,
                new PoolCall(
                        states,
                        slot.ranges(),
                        slot.means(),
                        flags,
                        slot.sequences(),
                        model.shape().width()));
        slot.download(compute);
    }

    private BatchMemory memoryFor(int sequence, int count, int tokens) {
        BatchMemory current = memory;
        if (current != null && tokens <= current.tokens()) {
            return current;
        }
        try {
            return allocated(tokens);
        } catch (CudaException shortage) {
            if (shortage.isOutOfMemory()) {
                throw new EngineException(
                        "sequence " + (sequence + 1) + " of a batch of " + count + " has " + tokens
                                + " tokens, for which this GPU has not enough memory: " + shortage.getMessage(),
                        shortage);
            }
            throw shortage;
        }
    }

    /** Memory for batches of the budget and for one sequence of {@code longest} tokens. */
    private BatchMemory allocated(int longest) {
        release();
        while (true) {
            int tokens = TokenBudget.roundedUp(Math.max(longest, budget.tokens()));
            try {
                BatchMemory made = new BatchMemory(model.shape(), kernels.precision(), tokens);
                memory = made;
                model.reserve(tokens);
                return made;
            } catch (CudaException shortage) {
                release();
                if (!shortage.isOutOfMemory() || tokens == TokenBudget.roundedUp(longest)) {
                    throw shortage;
                }
                shrink(shortage);
            }
        }
    }

    private void shrink(CudaException shortage) {
        release();
        budget = budget.halved();
        LOG.warn(
                "GPU memory is short ({}); batches have {} tokens from now on", shortage.getMessage(), budget.tokens());
    }

    private void release() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    @Override
    public void close() {
        release();
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
