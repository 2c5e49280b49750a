package org.virnucpro.worker.engine.cuda;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.engine.KernelTimes;
import org.virnucpro.worker.engine.cuda.driver.CudaContext;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaLibrary;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;
import org.virnucpro.worker.engine.cuda.driver.KernelClock;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.engine.cuda.model.DeviceModel;
import org.virnucpro.worker.engine.cuda.model.SequenceEncoder;
import org.virnucpro.worker.model.EmbeddingModels;
import org.virnucpro.worker.model.ModelReader;

/**
 * Runs ESM-2 or DNABERT on one GPU. A row's bits depend on its sequence, the model, the precision and the kind of GPU with
 * its libraries; a row that is not finite is computed again in a wider precision.
 *
 * <p>A failure of the GPU that this process cannot get over is an {@link EngineLostException}.
 */
public final class CudaEmbeddingEngine implements EmbeddingEngine, KernelTimes {
    private static final Logger LOG = LoggerFactory.getLogger(CudaEmbeddingEngine.class);

    private final CudaContext context;
    private final CudaSettings settings;
    private final Source source;
    private final SequenceEncoder encoder;
    private final int width;
    private final Map<Precision, BatchRunner> runners = new EnumMap<>(Precision.class);
    private @Nullable KernelClock clock;
    private boolean lost;

    /** Reads the weights of the model, each time anew. */
    private interface Source {
        <M> M read(ModelReader<M> reader);
    }

    private CudaEmbeddingEngine(CudaContext context, CudaSettings settings, Source source) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        Outline outline = source.read(Outline.READER);
        encoder = outline.encoder();
        width = outline.width();
    }

    /**
     * Opens an ESM-2 or DNABERT model.
     *
     * @param model a folder or a file, see {@link EmbeddingModels#load}
     * @throws org.virnucpro.worker.model.ModelException when it is not a usable model
     * @throws EngineException when there is no usable driver, the GPU computes wrongly, or the model does not fit into it
     * @throws EngineLostException when the GPU fails
     */
    public static CudaEmbeddingEngine open(Path model, CudaSettings settings) {
        return open(settings, new Source() {
            @Override
            public <M> M read(ModelReader<M> reader) {
                return EmbeddingModels.load(model, reader);
            }
        });
    }

    /** Opens the model of one part of a models folder; another kind of model is refused. See {@link #open(Path, CudaSettings)}. */
    public static CudaEmbeddingEngine open(ModelFiles model, CudaSettings settings) {
        return open(settings, new Source() {
            @Override
            public <M> M read(ModelReader<M> reader) {
                return EmbeddingModels.load(model, reader);
            }
        });
    }

    private static CudaEmbeddingEngine open(CudaSettings settings, Source source) {
        try {
            CudaLibrary.load(settings.libraries());
        } catch (CudaUnavailableException none) {
            throw new EngineException(String.valueOf(none.getMessage()), none);
        }
        CudaContext context = opened(settings);
        try {
            CudaEmbeddingEngine engine = new CudaEmbeddingEngine(context, settings, source);
            engine.start();
            return engine;
        } catch (RuntimeException | Error unusable) {
            closed(context);
            throw unusable;
        }
    }

    /** What went wrong before says more than that it cannot be tidied up any more. */
    private static void closed(CudaContext context) {
        try {
            context.close();
        } catch (CudaException again) {
            LOG.debug("the context of the GPU cannot be given back: {}", again.getMessage());
        }
    }

    private static CudaContext opened(CudaSettings settings) {
        try {
            return CudaContext.open(settings.device().ordinal());
        } catch (CudaException failed) {
            throw new EngineLostException(
                    settings.device().name() + " cannot be opened: " + failed.getMessage(), failed);
        }
    }

    private void start() {
        try {
            BatchRunner runner = runner(settings.precision());
            LOG.info(
                    "{} ({}, compute capability {}): {}, products by {}, batches of {} tokens",
                    settings.device().name(),
                    settings.device().uuid(),
                    settings.device().computeCapability(),
                    settings.precision().label(),
                    runner.products(),
                    runner.budgetTokens());
        } catch (CudaException failed) {
            if (failed.isSticky()) {
                throw lost(failed);
            }
            throw new EngineException(
                    settings.device().name() + " cannot take the model: " + failed.getMessage(), failed);
        }
    }

    private BatchRunner runner(Precision precision) {
        return runners.computeIfAbsent(
                precision,
                wanted -> new BatchRunner(new BatchRunner.Parts(
                        settings.device().name(),
                        context,
                        wanted,
                        ProductsChoice.of(settings),
                        this::model,
                        settings.batchTokens())));
    }

    private DeviceModel model(Kernels kernels) {
        return source.read(new DeviceModelReader(kernels));
    }

    /** The kind of GPU and how it computes: where these words are equal, so are the bits. */
    public String device() {
        return settings.device().name() + ", " + settings.precision().label() + ", "
                + runner(settings.precision()).products();
    }

    @Override
    public void measureKernels() {
        context.activate();
        if (clock != null) {
            clock.close();
        }
        KernelClock fresh = new KernelClock();
        clock = fresh;
        runner(settings.precision()).measure(fresh);
    }

    @Override
    public Map<String, KernelTime> kernelTimes() {
        return clock == null ? Map.of() : clock.times();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public EmbeddingMatrix embed(List<String> sequences) {
        float[] rows = new float[Math.multiplyExact(sequences.size(), width)];
        try {
            context.activate();
            EncodedBatch encoded = new EncodedBatch(sequences, encoder);
            BitSet broken = new BitSet();
            runner(settings.precision()).embed(sequences.size(), encoded, rows, broken);
            for (Precision wider : Precision.values()) {
                if (!broken.isEmpty() && wider.compareTo(settings.precision()) > 0) {
                    broken = retried(broken, wider, encoded, rows);
                }
            }
            if (!broken.isEmpty()) {
                throw encoded.failed(broken.nextSetBit(0), "its embedding is not finite in any precision", null);
            }
            return new EmbeddingMatrix(sequences.size(), width, rows);
        } catch (CudaException failed) {
            throw lost(failed);
        } catch (EngineLostException failed) {
            lost = true;
            throw failed;
        }
    }

    private BitSet retried(BitSet rows, Precision precision, EncodedBatch encoded, float[] target) {
        int[] numbers = rows.stream().toArray();
        LOG.warn(
                "{} of the embeddings are not finite; they are computed again in {}",
                numbers.length,
                precision.label());
        float[] again = new float[numbers.length * width];
        BitSet broken = new BitSet();
        try {
            runner(precision).embed(numbers.length, i -> encoded.apply(numbers[i]), again, broken);
        } catch (CudaException shortage) {
            if (!shortage.isOutOfMemory()) {
                throw shortage;
            }
            throw encoded.failed(
                    numbers[0],
                    "its embedding is not finite, and there is no memory to try " + precision.label(),
                    shortage);
        }
        BitSet left = new BitSet();
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(again, i * width, target, numbers[i] * width, width);
            left.set(numbers[i], broken.get(i));
        }
        return left;
    }

    private EngineLostException lost(CudaException failed) {
        lost = true;
        return new EngineLostException(
                settings.device().name() + " (" + settings.device().uuid() + ") failed: " + failed.getMessage()
                        + "; only a new process can use it again",
                failed);
    }

    /** What a lost GPU holds goes with the process. */
    @Override
    public void close() {
        if (lost) {
            return;
        }
        lost = true;
        context.activate();
        if (clock != null) {
            clock.close();
        }
        runners.values().forEach(BatchRunner::close);
        context.close();
    }
}
