package org.virnucpro.worker.engine.cpu;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.model.EmbeddingModel;
import org.virnucpro.worker.model.EmbeddingModels;
import org.virnucpro.worker.model.MatrixProduct;
import org.virnucpro.worker.model.Workspace;

/**
 * Runs a model on processor cores: several sequences at a time, each on one thread of its own, never two in one matrix
 * product. So the bits of a row depend only on its sequence, the model and the kind of processor.
 */
public final class CpuEmbeddingEngine implements EmbeddingEngine {
    private final EmbeddingModel model;
    private final MatrixProduct product;
    private final int threads;
    private final ExecutorService pool;
    private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

    /**
     * Takes over {@code product}, in which {@code model} holds its weights, and closes it with the engine.
     *
     * @param threads sequences computed at a time, at least 1
     */
    public CpuEmbeddingEngine(EmbeddingModel model, MatrixProduct product, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("an engine needs at least 1 thread, not " + threads);
        }
        this.model = model;
        this.product = product;
        this.threads = threads;
        AtomicInteger number = new AtomicInteger();
        pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "cpu-engine-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < threads; i++) {
            idle.add(model.newWorkspace());
        }
    }

    /**
     * Opens an ESM-2 or DNABERT model.
     *
     * @param model a folder or a file, see {@link EmbeddingModels#load}
     * @throws org.virnucpro.worker.model.ModelException when it is not a usable model
     * @throws EngineException when OpenBLAS cannot be loaded
     */
    public static CpuEmbeddingEngine open(Path model, int threads) {
        return open(product -> EmbeddingModels.load(model, product), threads);
    }

    /** Opens the model of one part of a models folder; another kind of model is refused. See {@link #open(Path, int)}. */
    public static CpuEmbeddingEngine open(ModelFiles model, int threads) {
        return open(product -> EmbeddingModels.load(model, product), threads);
    }

    private static CpuEmbeddingEngine open(Function<MatrixProduct, EmbeddingModel> model, int threads) {
        MatrixProduct product = OpenBlasProduct.load();
        try {
            return new CpuEmbeddingEngine(model.apply(product), product, threads);
        } catch (RuntimeException | Error e) {
            product.close();
            throw e;
        }
    }

    @Override
    public int width() {
        return model.width();
    }

    @Override
    public EmbeddingMatrix embed(List<String> sequences) {
        SequenceBatch batch = new SequenceBatch(model, sequences);
        try {
            for (Future<Void> done : pool.invokeAll(Collections.nCopies(threads, work(batch)))) {
                done.get();
            }
            return new EmbeddingMatrix(sequences.size(), model.width(), batch.rows());
        } catch (InterruptedException e) {
            batch.stop();
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while embedding " + sequences.size() + " sequences", e);
        } catch (ExecutionException e) {
            throw new EngineException("a thread of the engine failed: " + e.getMessage(), e);
        }
    }

    /** As many of these run at a time as there are workspaces. */
    private Callable<Void> work(SequenceBatch batch) {
        return () -> {
            Workspace workspace = idle.remove();
            try {
                batch.work(workspace);
            } finally {
                idle.add(workspace);
            }
            return null;
        };
    }

    /** Waits for sequences that are being computed, because they use the memory that is freed here. */
    @Override
    public void close() {
        pool.shutdown();
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        product.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
