package org.virnucpro.coordinator.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.Chunk;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameCounts;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;

/**
 * Halves shards whose computation fails, until the record that is the reason is alone. A record is not halved: without some
 * of its chunks it has no answer, so nothing would be gained. Confined to one thread.
 */
public final class ShardBisection {

    /** One half. */
    record Half(Shard shard, Work work) {}

    private final OpenFrameFinder frames;

    public ShardBisection(int chunkSize) {
        this.frames = new OpenFrameFinder(chunkSize);
    }

    /**
     * The plan with two smaller tasks in the place of one.
     *
     * @param parent a task of the plan whose shard is divisible
     * @param file where this host keeps its input
     * @throws InputException when the input cannot be read, or is not what it was
     */
    public RunPlan bisect(RunPlan plan, Task parent, Path file) {
        Shard shard = parent.shard();
        if (!shard.holdsSeveralRecords()) {
            throw new IllegalArgumentException("task " + parent.id() + " cannot be halved: " + shard);
        }
        List<FastaEntry> second = new ArrayList<>(1);
        Count left = new Count();
        Count right = new Count();
        long read = 0;
        try (FastaReader reader = FastaReader.open(file, new ByteRange(shard.start(), shard.end(), shard.line()))) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (read == shard.records() / 2) {
                    second.add(entry);
                }
                (read < shard.records() / 2 ? left : right).add(entry);
                read++;
            }
        } catch (IOException failure) {
            throw new InputException("cannot read " + file + ": " + failure.getMessage(), failure);
        }
        long counted = left.work.frames() + right.work.frames();
        if (read != shard.records() || counted != shard.frames()) {
            throw new InputException(file + " is not what it was when the run was planned: bytes " + shard.start()
                    + " to " + shard.end() + " held " + shard.records() + " records with " + shard.frames()
                    + " open frames and now hold " + read + " with " + counted);
        }
        FastaEntry middle = second.get(0);
        return plan.with(
                parent,
                List.of(
                        left.half(shard, shard.start(), middle.offset(), shard.line()),
                        right.half(shard, middle.offset(), shard.end(), middle.line())));
    }

    /** What is on one side. */
    private final class Count {

        private Work work = Work.NONE;
        private long longestRecord;

        void add(FastaEntry entry) {
            Work more = new Work(1, 0, 0, 0, 0, 0, 0);
            if (entry instanceof FastaRecord record) {
                OpenFrameCounts open = OpenFrameCounts.NONE;
                long chunks = 0;
                for (Iterator<Chunk> all = frames.chunker().chunks(record).iterator(); all.hasNext(); chunks++) {
                    open = open.plus(frames.count(all.next()));
                }
                long bases = frames.chunker().layout(record).length();
                longestRecord = Math.max(longestRecord, bases);
                more = new Work(
                        1, bases, chunks, open.openFrames(), open.bases(), open.residues(), open.squaredResidues());
            }
            work = work.plus(more);
        }

        Half half(Shard whole, long start, long end, long line) {
            return new Half(
                    new Shard(
                            whole.input(),
                            start,
                            end,
                            line,
                            work.records(),
                            work.frames(),
                            longestRecord,
                            ChunkRange.ALL),
                    work);
        }
    }
}
