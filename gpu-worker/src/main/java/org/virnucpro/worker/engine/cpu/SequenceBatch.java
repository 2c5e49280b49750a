package org.virnucpro.worker.engine.cpu;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.model.EmbeddingModel;
import org.virnucpro.worker.model.Workspace;

/**
 * The sequences of one call and the rows of their embeddings. Any number of threads may {@link #work} on it; each takes the
 * longest sequence that nobody has taken, so that the last ones to finish are short.
 */
final class SequenceBatch {
    private final EmbeddingModel model;
    private final List<String> sequences;
    private final float[] rows;
    private final int[] longestFirst;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReference<@Nullable EngineException> failure = new AtomicReference<>();

    SequenceBatch(EmbeddingModel model, List<String> sequences) {
        this.model = model;
        this.sequences = List.copyOf(sequences);
        this.rows = new float[Math.multiplyExact(sequences.size(), model.width())];
        longestFirst = IntStream.range(0, sequences.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -sequences.get(i).length()))
                .mapToInt(i -> i)
                .toArray();
    }

    /** Embeds sequences until none is left. A failure stops all threads after the sequence that they are at. */
    void work(Workspace workspace) {
        for (int next = taken.getAndIncrement(); next < longestFirst.length; next = taken.getAndIncrement()) {
            int sequence = longestFirst[next];
            try {
                model.embed(sequences.get(sequence), workspace, rows, sequence * model.width());
            } catch (RuntimeException e) {
                failure.compareAndSet(null, failed(sequence, e));
                stop();
            }
        }
    }

    private EngineException failed(int sequence, RuntimeException cause) {
        return new EngineException(
                "sequence " + (sequence + 1) + " of a batch of " + sequences.size() + ", "
                        + sequences.get(sequence).length() + " letters long: " + cause.getMessage(),
                cause);
    }

    /** Nobody takes another sequence. */
    void stop() {
        taken.set(longestFirst.length);
    }

    /**
     * The embeddings [sequences, width], once every thread has come back.
     *
     * @throws EngineException when a sequence could not be embedded
     */
    float[] rows() {
        EngineException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        return rows;
    }
}
