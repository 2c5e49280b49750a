package org.virnucpro.worker.predict;

import java.io.IOException;
import java.nio.file.Path;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.task.Shard;

/** Shards for tests, planned by reading the input. */
public final class Shards {

    private Shards() {}

    /** A shard over a whole file, as input 0. */
    public static Shard whole(Path file, int chunkSize) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
        long records = 0;
        long frames = 0;
        long end = 0;
        try (FastaReader reader = FastaReader.open(file)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                records++;
                end = entry.end();
                if (entry instanceof FastaRecord record) {
                    frames += finder.count(record).openFrames();
                }
            }
        }
        return new Shard(0, 0, end, 1, records, frames);
    }

    /** A job over a whole file. */
    public static ShardJob wholeJob(Path file, int chunkSize) throws IOException {
        return new ShardJob(whole(file, chunkSize), file, chunkSize, 1000);
    }
}
