package org.virnucpro.coordinator.storm;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameCounts;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** An input of short records, one task for each, unevenly given to the workers so that there is something to steal. */
final class StormPlan {

    static final int CHUNK_SIZE = 300;
    private static final int BASES = 60;
    private static final int LEAST_MILLIS = 20;
    private static final int MOST_MILLIS = 60;

    private StormPlan() {}

    /** Writes the input and plans it. */
    static RunPlan write(Path input, List<WorkerId> workers, StormSettings settings) throws IOException {
        SplittableRandom random = new SplittableRandom(settings.seed());
        try (BufferedWriter out = Files.newBufferedWriter(input, StandardCharsets.US_ASCII)) {
            for (int record = 0; record < settings.tasks(); record++) {
                out.write(">record" + record + "\n");
                for (int base = 0; base < BASES; base++) {
                    out.write("ACGT".charAt(random.nextInt(4)));
                }
                out.write('\n');
            }
        }
        OpenFrameFinder finder = new OpenFrameFinder(CHUNK_SIZE);
        List<Task> tasks = new ArrayList<>();
        List<Work> work = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(input)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                FastaRecord record = (FastaRecord) entry;
                OpenFrameCounts open = finder.count(record);
                work.add(new Work(
                        1, BASES, 1, open.openFrames(), open.bases(), open.residues(), open.squaredResidues()));
                tasks.add(task(tasks.size(), record, open.openFrames(), workers, random));
            }
        }
        Work all = work.stream().reduce(Work.NONE, Work::plus);
        return new RunPlan(
                List.of(new PlannedInput("input.fa", "input", 0, tasks.size(), all, 0, 0, null)), tasks, work);
    }

    static boolean isPoison(Task task) {
        return task.costMillis() == StormSettings.POISON_MILLIS;
    }

    private static Task task(int id, FastaRecord record, long frames, List<WorkerId> workers, SplittableRandom random) {
        boolean poison = id % StormSettings.POISON_EVERY == 7;
        long millis = poison ? StormSettings.POISON_MILLIS : random.nextInt(LEAST_MILLIS, MOST_MILLIS + 1);
        // The product of two draws: most tasks begin with the first workers.
        int home = (int) (random.nextDouble() * random.nextDouble() * workers.size());
        return new Task(
                new TaskId(id),
                1,
                millis,
                workers.get(home),
                new Shard(0, record.offset(), record.end(), record.line(), 1, frames, BASES, ChunkRange.ALL));
    }
}
