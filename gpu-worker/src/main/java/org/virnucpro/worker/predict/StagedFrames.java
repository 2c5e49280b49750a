package org.virnucpro.worker.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.sequence.OpenFrame;

/**
 * The open frames of the shard that is probably computed next, read while another one is computed. Whether they are used or
 * read again makes no difference but time: they are dropped when another shard comes, when reading them failed, or when the
 * file has changed. Thread-safe: one thread stages, another one reads.
 */
final class StagedFrames {

    /** Letters of bases and residues that may be held, about 1 byte each; larger shards are read when their turn comes. */
    private static final long MOST_LETTERS = 64L << 20;

    private record Staged(
            ShardJob job, FileTime modified, List<OpenFrame> frames, List<Rejection> rejected, ShardSummary summary) {}

    private final AtomicReference<@Nullable Staged> staged = new AtomicReference<>();
    private final AtomicLong reads = new AtomicLong();
    private final long mostLetters;

    StagedFrames() {
        this(MOST_LETTERS);
    }

    StagedFrames(long mostLetters) {
        this.mostLetters = mostLetters;
    }

    /**
     * Reads a shard into memory, in place of the one before. Gives up when it is too large, and when a shard is read meanwhile.
     *
     * @throws IOException when it cannot be read; whoever reads it again says so
     */
    void stage(ShardJob job) throws IOException {
        staged.set(null);
        long before = reads.get();
        List<OpenFrame> frames = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>();
        long[] letters = new long[1];
        Cancellation outdated = () -> reads.get() != before || letters[0] > mostLetters;
        FileTime modified = Files.getLastModifiedTime(job.input());
        ShardSummary summary;
        try {
            summary = new ShardFrames(job, outdated)
                    .read(
                            frame -> {
                                frames.add(frame);
                                letters[0] += frame.nucleotides().length()
                                        + frame.protein().length();
                                outdated.check();
                            },
                            rejected::add);
        } catch (CancelledException outdatedNow) {
            return;
        }
        if (!outdated.isRequested()) {
            staged.set(new Staged(job, modified, frames, rejected, summary));
        }
    }

    /** Hands out the open frames of a shard in order, then its unusable records, like {@link ShardFrames#read}. */
    ShardSummary read(
            ShardJob job, Cancellation cancellation, Consumer<OpenFrame> frames, Consumer<Rejection> rejections)
            throws IOException {
        reads.incrementAndGet();
        Staged ready = staged.getAndSet(null);
        if (ready == null
                || !ready.job().equals(job)
                || !ready.modified().equals(Files.getLastModifiedTime(job.input()))) {
            return new ShardFrames(job, cancellation).read(frames, rejections);
        }
        for (OpenFrame frame : ready.frames()) {
            cancellation.check();
            frames.accept(frame);
        }
        ready.rejected().forEach(rejections);
        return ready.summary();
    }

    /** Whether a shard waits here. */
    boolean holds(ShardJob job) {
        Staged ready = staged.get();
        return ready != null && ready.job().equals(job);
    }
}
