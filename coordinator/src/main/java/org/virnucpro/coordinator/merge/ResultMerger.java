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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.part.Part;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.common.table.ConsensusTable;
import org.virnucpro.common.table.PredictionRow;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.PredictionTableReader;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.FailedRecord;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * Puts the accepted parts together in input order, whatever order they were finished in: the result files of VirNucPro, and
 * those with an answer per record. Repeating it gives the same files. Confined to one thread.
 */
public final class ResultMerger {
    private final RunSpec spec;
    private final RunPlan plan;
    private final PartFolder parts;
    private final Path staging;
    private final List<MergedPart> merged = new ArrayList<>();
    private long rows;
    private long records;
    private long recordsWithRows;
    private long virusRecords;
    private long recordsWithoutFrame;
    private long frames;
    private long framesFailed;

    public ResultMerger(RunSpec spec, RunPlan plan, PartFolder parts, Path staging) {
        this.spec = spec;
        this.plan = plan;
        this.parts = parts;
        this.staging = staging;
    }

    /**
     * Merges; to be called once.
     *
     * @param winners the token of the accepted completion of every task that is done
     * @param dead tasks out of attempts; the records with open frames in their shards are listed as failed, a record of which
     *     only some chunks failed without any of its rows
     * @param files where this host keeps an input
     * @throws org.virnucpro.coordinator.plan.InputException when an input cannot be read again, or has changed
     */
    public MergedResults merge(Map<TaskId, FencingToken> winners, List<DeadTask> dead, Function<InputFile, Path> files)
            throws IOException {
        Map<TaskId, String> causes = new HashMap<>();
        dead.forEach(task -> causes.put(task.task().id(), task.story()));
        long failedRecords;
        try (FailedTable failed = new FailedTable(staging.resolve(FailedRecords.FILE_NAME), plan.faultyInputs())) {
            for (int index = 0; index < plan.inputs().size(); index++) {
                PlannedInput input = plan.inputs().get(index);
                if (input.fault() != null) {
                    continue;
                }
                Path folder = staging.resolve(input.stem() + "_merged");
                Folders.create(folder);
                merge(input, files.apply(spec.inputs().get(index)), folder, winners, causes, failed);
                writeConsensus(folder.resolve(PredictionTable.FILE_NAME), folder.resolve(ConsensusTable.FILE_NAME));
            }
            failedRecords = failed.records();
        }
        return new MergedResults(
                rows,
                records,
                recordsWithRows,
                virusRecords,
                recordsWithoutFrame,
                frames,
                framesFailed,
                failedRecords,
                merged);
    }

    private void merge(
            PlannedInput input,
            Path file,
            Path folder,
            Map<TaskId, FencingToken> winners,
            Map<TaskId, String> causes,
            FailedTable failed)
            throws IOException {
        try (RecordFiles answers = new RecordFiles(folder, input.stem(), file);
                RecordWalk walk = new RecordWalk(file, spec.chunkSize(), answer -> {
                    answers.add(answer);
                    count(input, answer, failed);
                });
                MergedEmbeddings embeddings = embeddings(input, folder, winners);
                BufferedWriter table =
                        Files.newBufferedWriter(folder.resolve(PredictionTable.FILE_NAME), StandardCharsets.UTF_8)) {
            table.write(PredictionTable.HEADER);
            for (List<Task> whole : whole(input, winners)) {
                Optional<Task> missing = missing(whole, winners);
                if (missing.isPresent()) {
                    long without = whole.stream()
                            .mapToLong(task -> task.shard().frames())
                            .sum();
                    walk.missing(without, cause(missing.get(), causes));
                } else {
                    for (Task task : whole) {
                        append(task, name(task, winners), table, walk, embeddings);
                    }
                }
            }
            walk.end();
            frames += walk.framesRead();
            framesFailed += walk.framesMissing();
            embeddings.finish();
            virusRecords += answers.finish();
        }
    }

    private void count(PlannedInput input, RecordAnswer answer, FailedTable failed) throws IOException {
        records++;
        if (answer.failed()) {
            failed.add(new FailedRecord(input.name(), answer.record().id(), answer.status(), answer.message()));
        } else if (answer.score().isEmpty()) {
            recordsWithoutFrame++;
        } else {
            recordsWithRows++;
        }
    }

    private MergedEmbeddings embeddings(PlannedInput input, Path folder, Map<TaskId, FencingToken> winners)
            throws IOException {
        List<MergedEmbeddings.TaskRows> tasks = new ArrayList<>();
        for (List<Task> whole : whole(input, winners)) {
            if (missing(whole, winners).isEmpty()) {
                whole.forEach(task -> tasks.add(new MergedEmbeddings.TaskRows(
                        name(task, winners), task.shard().frames())));
            }
        }
        return new MergedEmbeddings(parts, tasks, spec.results().embeddings(), folder, input.stem());
    }

    private void append(Task task, PartName name, BufferedWriter table, RecordWalk walk, MergedEmbeddings embeddings)
            throws IOException {
        embeddings.begin(name, task.shard().frames());
        Part part = new PartReader(parts, spec.run(), name).read(text -> {
            PartRow row = PartRow.parse(text);
            table.write(row.in(spec.results().tables()));
            embeddings.add(row.sequenceId());
            walk.row(row.sequenceId(), row.othersScore(), row.virusScore());
        });
        if (!part.header().shard().equals(task.shard())) {
            throw new PartException("part " + parts.file(name) + " is the result of "
                    + part.header().shard() + ", but the plan says " + task.shard());
        }
        embeddings.end();
        rows += part.footer().rows();
        merged.add(new MergedPart(
                task.id(),
                name.token(),
                part.header().worker().value(),
                part.header().device(),
                part.footer().rows(),
                part.footer().sha256()));
    }

    /** The tasks that make up the result, by records. */
    private List<List<Task>> whole(PlannedInput input, Map<TaskId, FencingToken> winners) {
        return WholeRecords.of(plan.tasksOf(input, winners::containsKey));
    }

    private static Optional<Task> missing(List<Task> whole, Map<TaskId, FencingToken> winners) {
        return whole.stream().filter(task -> !winners.containsKey(task.id())).findFirst();
    }

    private static PartName name(Task task, Map<TaskId, FencingToken> winners) {
        return new PartName(task.id(), Objects.requireNonNull(winners.get(task.id())));
    }

    private static String cause(Task task, Map<TaskId, String> causes) {
        String cause = causes.getOrDefault(task.id(), "its task was cancelled");
        ChunkRange chunks = task.shard().chunks();
        return chunks.coversAll() ? cause : "chunks " + (chunks.first() + 1) + " to " + chunks.end() + ": " + cause;
    }

    /** From the text of the table, as VirNucPro does it. */
    private void writeConsensus(Path table, Path file) throws IOException {
        ConsensusTable consensus = spec.results().tables().consensus();
        try (PredictionTableReader reader = new PredictionTableReader(
                Files.newInputStream(table), table.toString(), spec.results().tables())) {
            for (PredictionRow row = reader.next(); row != null; row = reader.next()) {
                consensus.add(row.sequenceId(), row.othersScore(), row.virusScore());
            }
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            consensus.writeTo(out);
        }
    }
}
