package org.virnucpro.worker.predict;

import java.io.IOException;
import java.util.function.Consumer;
import org.virnucpro.common.part.Rejection;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.sequence.RejectedRecord;

/** Reads the open frames of a shard in order, one record in memory at a time. Confined to one thread. */
final class ShardFrames {

    private final ShardJob job;
    private final Cancellation cancellation;
    private long records;
    private long chunks;

    ShardFrames(ShardJob job, Cancellation cancellation) {
        this.job = job;
        this.cancellation = cancellation;
    }

    /**
     * Hands out every open frame, and every record that has none because it is unusable.
     *
     * @throws TaskException when the slice has not the records that the plan found there
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
                    finder.chunker().chunks(record).forEach(chunk -> read(finder, chunk, frames));
                } else if (entry instanceof RejectedRecord rejected) {
                    rejections.accept(
                            new Rejection(rejected.id(), rejected.reason().code(), rejected.message()));
                }
            }
        }
        if (records != job.shard().records()) {
            throw new TaskException(job.input() + ", bytes " + job.shard().start() + " to "
                    + job.shard().end() + ", holds " + records + " records, but its plan says "
                    + job.shard().records() + "; has the input changed since the run was planned?");
        }
        return new ShardSummary(records, chunks);
    }

    private void read(OpenFrameFinder finder, Chunk chunk, Consumer<OpenFrame> frames) {
        cancellation.check();
        chunks++;
        finder.openFrames(chunk).forEach(frames);
    }
}
