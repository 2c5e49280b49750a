package org.virnucpro.worker.engine.cuda;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.model.EncodedSequence;
import org.virnucpro.worker.engine.cuda.model.SequenceEncoder;

/** The sequences of one call, turned into tokens by all cores while the GPU works on the first of them. Thread-safe. */
final class EncodedBatch implements IntFunction<EncodedSequence> {
    private final List<String> sequences;
    private final List<CompletableFuture<EncodedSequence>> encoded;

    EncodedBatch(List<String> sequences, SequenceEncoder encoder) {
        this.sequences = sequences;
        Stream<CompletableFuture<EncodedSequence>> started =
                sequences.stream().map(sequence -> CompletableFuture.supplyAsync(() -> encoder.encode(sequence)));
        encoded = started.toList();
    }

    /** @throws EngineException when the sequence has no embedding */
    @Override
    public EncodedSequence apply(int number) {
        try {
            return encoded.get(number).join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw failed(number, String.valueOf(cause.getMessage()), cause);
        }
    }

    EngineException failed(int number, String why, @Nullable Throwable cause) {
        String message = "sequence " + (number + 1) + " of a batch of " + sequences.size() + ", "
                + sequences.get(number).length() + " letters long: " + why;
        return cause == null ? new EngineException(message) : new EngineException(message, cause);
    }
}
