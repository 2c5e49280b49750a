package org.virnucpro.worker.engine.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.engine.process.ChildException.Fault;

/**
 * Keeps one engine program alive: starts it, starts it again when it has died or was killed for being silent, and gives up
 * after three failures in a row. Thread-safe: guarded by this; one batch at a time.
 */
public final class EngineChild implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineChild.class);
    private static final int FAILURES_IN_A_ROW = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final EngineProgram program;
    private final Map<ModelPart, ModelFiles> models;
    private final Consumer<Duration> pause;
    private final Ready ready;
    private volatile @Nullable ChildProcess child;
    private int failures;

    private EngineChild(EngineProgram program, Map<ModelPart, ModelFiles> models, Consumer<Duration> pause) {
        this.program = program;
        this.models = Map.copyOf(models);
        this.pause = pause;
        this.ready = start();
    }

    /**
     * Starts the program and waits until it has loaded its models.
     *
     * @param models that it shall load
     * @param pause lets time pass before a restart
     * @throws EngineException when it cannot be started, refuses the models or speaks another protocol
     * @throws EngineLostException when it hangs or is killed: a later try may succeed
     */
    public static EngineChild start(
            EngineProgram program, Map<ModelPart, ModelFiles> models, Consumer<Duration> pause) {
        try {
            return new EngineChild(program, models, pause);
        } catch (ChildException failure) {
            String message = "the engine " + program.command() + " " + failure.getMessage();
            throw failure.fault() == Fault.SETUP
                    ? new EngineException(message, failure)
                    : new EngineLostException(message, failure);
        }
    }

    /** What it computes on, in its own words. */
    public String device() {
        return ready.device();
    }

    /** An engine for one of its models; closing that engine leaves the program alone. */
    public ProcessEmbeddingEngine engine(ModelPart part) {
        return new ProcessEmbeddingEngine(this, part, width(part));
    }

    private int width(ModelPart part) {
        Integer width = ready.widths().get(part);
        if (width == null) {
            throw new IllegalArgumentException("the engine was not asked for " + part.folder());
        }
        return width;
    }

    /** See {@link ProcessEmbeddingEngine#embed}. */
    synchronized EmbeddingMatrix embed(ModelPart part, List<String> sequences) {
        try {
            EmbeddingMatrix rows = running().embed(part, sequences, width(part), program.answerLimit());
            failures = 0;
            return rows;
        } catch (ChildException failure) {
            throw failed(failure);
        }
    }

    private ChildProcess running() {
        ChildProcess alive = child;
        if (alive == null) {
            pause.accept(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 5)));
            Ready again = start();
            if (!again.equals(ready)) {
                throw new ChildException(
                        Fault.PROGRAM, "came back as another one: " + again + ", before it was " + ready);
            }
        }
        return alive == null ? Objects.requireNonNull(child) : alive;
    }

    private Ready start() {
        ChildProcess started = ChildProcess.start(program);
        try {
            Ready said = started.hello(models, program.startLimit());
            LOG.info("engine process {} is ready on {}: {}", started.pid(), said.device(), said.widths());
            child = started;
            return said;
        } catch (RuntimeException failure) {
            started.close();
            throw failure;
        }
    }

    private RuntimeException failed(ChildException failure) {
        String message = "the engine " + failure.getMessage();
        if (failure.fault() == Fault.SEQUENCE) {
            return new EngineException(message, failure);
        }
        failures++;
        if (failure.fault() != Fault.BATCH) {
            kill();
            child = null;
        }
        LOG.warn("engine failure {} of {} in a row: {}", failures, FAILURES_IN_A_ROW, message);
        return failures < FAILURES_IN_A_ROW
                ? new EngineException(message, failure)
                : new EngineLostException(FAILURES_IN_A_ROW + " failures in a row; the last: " + message, failure);
    }

    /** Kills the program at once, also in the middle of a batch, which then fails. Takes no lock. */
    public void kill() {
        ChildProcess alive = child;
        if (alive != null) {
            alive.close();
        }
    }

    /** Ends the program. Idempotent. */
    @Override
    public synchronized void close() {
        ChildProcess alive = child;
        child = null;
        if (alive != null) {
            alive.end();
        }
    }
}
