package org.virnucpro.worker.loop;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The answer to the request for a task, which may still be on its way. Thread-safe. */
final class Grant {

    private final CompletableFuture<Optional<Assignment>> answer;

    private Grant(CompletableFuture<Optional<Assignment>> answer) {
        this.answer = answer;
    }

    /** A task that is leased already. */
    static Grant of(Assignment leased) {
        return new Grant(CompletableFuture.completedFuture(Optional.of(leased)));
    }

    /** Asks on another thread. */
    static Grant ask(Supplier<Optional<Assignment>> request, Executor thread) {
        return new Grant(CompletableFuture.supplyAsync(request, thread));
    }

    boolean isKnown() {
        return answer.isDone();
    }

    /** Waits for the task, or for the word that there is none; throws what the request threw. */
    Optional<Assignment> await() {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Whether this task was leased, as far as is known; never waits. */
    boolean isFor(Candidate candidate) {
        return isKnown() && !answer.isCompletedExceptionally() && candidate.is(answer.join());
    }
}
