package org.virnucpro.worker.predict;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.sequence.RejectedRecord;
import org.virnucpro.common.task.ChunkRange;

/** Reads the open frames of a shard in order, one record in memory at a time. Confined to one thread. */
final class ShardFrames {

    private static final int MOST_NAMED = 1000;

    private final ShardJob job;
    private final Cancellation cancellation;
    private long records;
    private long chunks;
    private int named;

    ShardFrames(ShardJob job, Cancellation cancellation) {
        this.job = job;
        this.cancellation = cancellation;
    }

    /**
     * Hands out every open frame, and the first thousand of the records that have none because they are unusable: a shard
     * may have millions, and whoever merges reads them again.
     *
     * @throws TaskException when the slice has not the records, or its record not the chunks, that the plan found there
     */
    ShardSummary read(Consumer<OpenFrame> frames, Consumer<Rejection> rejections) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(job.chunkSize());
        ByteRange range = new ByteRange(
                job.shard().start(), job.shard().end(), job.shard().line());
        try (FastaReader reader = FastaReader.open(job.input(), range)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                cancellation.check();
                records++;
                if (entry instanceof FastaRecord record) {
                    chunks(finder, record).forEach(chunk -> read(finder, chunk, frames));
                } else if (entry instanceof RejectedRecord rejected) {
                    if (!job.shard().chunks().coversAll()) {
                        throw changed("holds an unusable record: " + rejected.message());
                    }
                    if (named++ < MOST_NAMED) {
                        rejections.accept(
                                new Rejection(rejected.id(), rejected.reason().code(), rejected.message()));
                    }
                }
            }
        }
        ChunkRange piece = job.shard().chunks();
        long planned = piece.coversAll() ? job.shard().records() : 1;
        if (records != planned) {
            throw changed("holds " + records + " records, but its plan says " + planned);
        }
        return new ShardSummary(job.shard().records(), chunks);
    }

    private Stream<Chunk> chunks(OpenFrameFinder finder, FastaRecord record) {
        ChunkRange piece = job.shard().chunks();
        if (piece.coversAll()) {
            return finder.chunker().chunks(record);
        }
        int count = finder.chunker().count(record);
        if (piece.end() > count) {
            throw changed("holds record " + record.id() + " with " + count + " chunks, but its plan says at least "
                    + piece.end());
        }
        return finder.chunker().chunks(record, piece.first(), piece.end());
    }

    private TaskException changed(String what) {
        return new TaskException(job.input() + ", bytes " + job.shard().start() + " to "
                + job.shard().end() + ", " + what + "; has the input changed since the run was planned?");
    }

    private void read(OpenFrameFinder finder, Chunk chunk, Consumer<OpenFrame> frames) {
        cancellation.check();
        chunks++;
        finder.openFrames(chunk).forEach(frames);
    }
}
