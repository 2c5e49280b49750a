package org.virnucpro.worker.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.worker.predict.Cancellation;
import org.virnucpro.worker.predict.CancelledException;
import org.virnucpro.worker.predict.RowSink;
import org.virnucpro.worker.predict.ShardSummary;

/**
 * Where the rows of a task go, and whether it must stop. A task may be computed while its lease is still asked for: its first
 * rows are kept in memory then, and written to its part when the lease is there; without one nothing of them is seen. Used by
 * one thread at a time.
 */
final class TaskOutput implements RowSink, Cancellation, AutoCloseable {

    /** Rows and batches that are kept before the computation waits for the lease. */
    private static final int MOST_KEPT = 1024;

    /** Opens the part of a task. */
    @FunctionalInterface
    interface Opener {
        OpenPart open(Assignment assignment) throws IOException;
    }

    /** What a kept call does again. */
    @FunctionalInterface
    private interface Kept {
        void replay(OpenPart part);
    }

    private final Candidate candidate;
    private final Grant grant;
    private final Opener opener;
    private final Drain drain;
    private final TaskGaps gaps;
    private final ProgressWatch watch;
    private final Runnable onLease;
    private final List<Kept> kept = new ArrayList<>();
    private final AtomicBoolean leaseSeen = new AtomicBoolean();
    private @Nullable OpenPart part;

    /**
     * @param onLease called once, when the task is leased and its computation has begun
     */
    TaskOutput(
            Candidate candidate,
            Grant grant,
            Opener opener,
            Drain drain,
            TaskGaps gaps,
            ProgressWatch watch,
            Runnable onLease) {
        this.candidate = candidate;
        this.grant = grant;
        this.opener = opener;
        this.drain = drain;
        this.gaps = gaps;
        this.watch = watch;
        this.onLease = onLease;
    }

    /** Waits for the lease and opens the part. Throws {@link CancelledException} when the task was not leased. */
    OpenPart awaitLease() {
        OpenPart open = part;
        if (open == null) {
            watch.waits();
            Optional<Assignment> leased = grant.await();
            watch.moves();
            if (!candidate.is(leased)) {
                throw new CancelledException();
            }
            try {
                open = opener.open(leased.get());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
            part = open;
            for (Kept call : kept) {
                call.replay(open);
            }
            kept.clear();
            gaps.leased();
        }
        return open;
    }

    @Override
    public boolean isRequested() {
        watch.moves();
        if (!grant.isKnown()) {
            return drain.isOver();
        }
        if (!grant.isFor(candidate)) {
            return true;
        }
        seeLease();
        return grant.await().map(leased -> leased.lease().isRequested()).orElse(true);
    }

    private void seeLease() {
        if (leaseSeen.compareAndSet(false, true)) {
            onLease.run();
        }
    }

    @Override
    public void computing() {
        watch.moves();
        gaps.computing();
        if (grant.isFor(candidate)) {
            seeLease();
        }
    }

    @Override
    public void row(String sequenceId, float othersScore, float virusScore) {
        call(open -> open.rows().row(sequenceId, othersScore, virusScore));
    }

    @Override
    public void features(float[] features, int frames) {
        if (candidate.membership().spec().results().embeddings() != EmbeddingFormat.NONE) {
            float[] own = part == null ? features.clone() : features;
            call(open -> open.features(own, frames));
        }
    }

    @Override
    public void reject(Rejection rejection) {
        call(open -> open.rows().reject(rejection));
    }

    /** Makes the part durable. */
    Path commit(ShardSummary summary) {
        return awaitLease().commit(summary);
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        if (part != null) {
            part.close();
        }
    }

    private void call(Kept call) {
        watch.moves();
        if (part == null && !grant.isKnown() && kept.size() < MOST_KEPT) {
            kept.add(call);
        } else {
            call.replay(awaitLease());
        }
    }
}
