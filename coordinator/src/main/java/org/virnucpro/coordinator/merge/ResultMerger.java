package org.virnucpro.coordinator.merge;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.table.Consensus;
import org.virnucpro.common.table.PredictionRow;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.PredictionTableReader;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.FailedRecord;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * Puts the accepted parts together in input order, whatever order they were finished in, and writes the result files of
 * VirNucPro. Repeating it gives the same files. Confined to one thread.
 */
public final class ResultMerger {

    private final RunSpec spec;
    private final RunPlan plan;
    private final PartFolder parts;
    private final Path staging;

    public ResultMerger(RunSpec spec, RunPlan plan, PartFolder parts, Path staging) {
        this.spec = spec;
        this.plan = plan;
        this.parts = parts;
        this.staging = staging;
    }

    /**
     * Merges.
     *
     * @param winners the token of the accepted completion of every task that is done
     * @param dead tasks out of attempts; the records of their shards are listed as failed
     * @param files where this host keeps an input
     */
    public MergedResults merge(Map<TaskId, FencingToken> winners, List<DeadTask> dead, Function<InputFile, Path> files)
            throws IOException {
        Map<TaskId, String> causes = new HashMap<>();
        dead.forEach(task -> causes.put(task.task().id(), task.cause()));
        List<FailedRecord> failed = new ArrayList<>();
        long rows = 0;
        for (int index = 0; index < plan.inputs().size(); index++) {
            PlannedInput input = plan.inputs().get(index);
            failed.addAll(input.rejected());
            Path folder = staging.resolve(input.stem() + "_merged");
            Files.createDirectories(folder);
            Path table = folder.resolve(PredictionTable.FILE_NAME);
            try (BufferedWriter out = Files.newBufferedWriter(table, StandardCharsets.UTF_8)) {
                out.write(PredictionTable.HEADER);
                for (Task task : plan.tasksOf(input)) {
                    FencingToken winner = winners.get(task.id());
                    if (winner == null) {
                        failed.addAll(withoutResult(
                                input,
                                files.apply(spec.inputs().get(index)),
                                task.shard(),
                                causes.getOrDefault(task.id(), "its task was cancelled")));
                    } else {
                        rows += append(task, winner, out);
                    }
                }
            }
            writeConsensus(table, folder.resolve(Consensus.FILE_NAME));
        }
        new FailedTable(staging.resolve(FailedRecords.FILE_NAME)).write(failed);
        return new MergedResults(rows, failed);
    }

    private long append(Task task, FencingToken winner, BufferedWriter out) throws IOException {
        return new PartReader(parts, spec.run(), new PartName(task.id(), winner))
                .read(row -> {
                    out.write(row);
                    out.write('\n');
                })
                .footer()
                .rows();
    }

    /** From the text of the table, as VirNucPro does it. */
    private static void writeConsensus(Path table, Path file) throws IOException {
        Consensus consensus = new Consensus();
        try (PredictionTableReader rows = new PredictionTableReader(Files.newInputStream(table), table.toString())) {
            for (PredictionRow row = rows.next(); row != null; row = rows.next()) {
                consensus.add(row.sequenceId(), row.othersScore(), row.virusScore());
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            consensus.writeTo(out);
        }
    }

    private static List<FailedRecord> withoutResult(PlannedInput input, Path file, Shard shard, String cause)
            throws IOException {
        List<FailedRecord> failed = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(file, new ByteRange(shard.start(), shard.end(), shard.line()))) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof FastaRecord record) {
                    failed.add(new FailedRecord(input.name(), record.id(), "task_dead", cause));
                }
            }
        }
        return failed;
    }
}
