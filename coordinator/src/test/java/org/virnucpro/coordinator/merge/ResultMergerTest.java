package org.virnucpro.coordinator.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.InputFault;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/**
 * Two records in chunks of 3 bases: {@code >a} with one chunk and {@code >b} with six. Every chunk is GCC and has two open
 * frames, F1 and R1.
 */
final class ResultMergerTest {

    private static final RunId RUN = new RunId("r");
    private static final WorkerId WORKER = new WorkerId("w");
    private static final int CHUNK_SIZE = 3;
    private static final String INPUT = ">a\nGCC\n>b\n" + "GCC".repeat(6) + "\n";
    private static final FencingToken OLD = new FencingToken(1);
    private static final FencingToken NEW = new FencingToken(2);

    @TempDir
    Path folder;

    private PartFolder parts;
    private Path input;
    private ResultMerger merger;
    private List<Task> tasks;

    @BeforeEach
    void plan() throws IOException {
        input = Files.writeString(folder.resolve("x.fa"), INPUT);
        parts = PartFolder.below(folder, RUN);
        Files.createDirectories(parts.path());
        Files.createDirectory(folder.resolve("staging"));
        tasks = List.of(task(0, 0, 7, 1, 2), task(1, 7, 29, 3, 12));
        merger = merger();
    }

    private ResultMerger merger() {
        RunSpec spec = new RunSpec(
                RUN,
                List.of(new InputFile(new DataPath("in", "x.fa"), "x", INPUT.length())),
                new DataPath("out", ""),
                CHUNK_SIZE,
                "synthetic",
                "",
                StealSettings.ON);
        RunPlan plan = new RunPlan(
                List.of(new PlannedInput("x.fa", "x", 0, tasks.size(), Work.NONE, 0, 0, null)),
                tasks,
                tasks.stream().map(any -> Work.NONE).toList());
        return new ResultMerger(spec, plan, parts, folder.resolve("staging"));
    }

    @Test
    void an_input_with_a_fault_has_no_results_and_is_named_first_of_all_failures() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        part(1, NEW, "b", 1, 6, 0.25f);
        InputFile file = new InputFile(new DataPath("in", "x.fa"), "x", INPUT.length());
        RunSpec spec = new RunSpec(
                RUN, List.of(file, file), new DataPath("out", ""), CHUNK_SIZE, "synthetic", "", StealSettings.ON);
        InputFault fault = new InputFault(InputFault.BAD_INPUT, "bad.fa is\ta zip archive");
        RunPlan plan = new RunPlan(
                List.of(
                        new PlannedInput("bad.fa", "bad", 0, 0, Work.NONE, 0, 0, fault),
                        new PlannedInput("x.fa", "x", 0, tasks.size(), Work.NONE, 0, 0, null)),
                tasks,
                tasks.stream().map(any -> Work.NONE).toList());
        MergedResults merged =
                new ResultMerger(spec, plan, parts, folder.resolve("staging")).merge(allWon(), List.of(), any -> input);
        assertThat(merged.rows()).isEqualTo(14);
        assertThat(merged.failed()).isZero();
        assertThat(folder.resolve("staging/bad_merged")).doesNotExist();
        assertThat(folder.resolve("staging/failed.tsv"))
                .content()
                .endsWith("message\nbad.fa\t\tbad_input\tbad.fa is a zip archive\n");
    }

    @Test
    void rows_are_in_input_order_and_only_the_winning_part_counts() throws IOException {
        part(1, NEW, "b", 1, 6, 0.25f);
        part(0, OLD, "a", 1, 1, 0.9f);
        part(0, NEW, "a", 1, 1, 0.5f);
        MergedResults merged = merger.merge(allWon(), List.of(), file -> input);
        assertThat(merged.rows()).isEqualTo(14);
        assertThat(merged.failed()).isZero();
        assertThat(merged.virusRecords()).isEqualTo(1);
        assertThat(merged.devices()).containsExactly(Map.entry("w", "synthetic"));
        assertThat(Files.readAllLines(results("prediction_results.txt")).subList(0, 5))
                .containsExactly(
                        "Sequence_ID\tPrediction\tscore1\tscore2",
                        "a_chunk_1F1\tothers\t0.5\t0.5",
                        "a_chunk_1R1\tothers\t0.75\t0.25",
                        "b_chunk_1F1\tvirus\t0.25\t0.75",
                        "b_chunk_1R1\tothers\t0.75\t0.25");
        assertThat(results("prediction_results_highestscore.csv")).content().startsWith("""
                        Modified_ID\tIs_Virus
                        a_chunk_1\tFalse
                        b_chunk_1\tTrue
                        """);
        assertThat(results("x_scores.tsv"))
                .content()
                .endsWith("\na\t3\t0.400000\tothers\t1\t0\tF1\t1\tok\nb\t18\t0.500000\tvirus\t6\t6\tF1\t1\tok\n");
        assertThat(results("x_virus_summary.tsv")).content().hasLineCount(2).contains("\nb\t18\t0.500000\tvirus");
        assertThat(results("x_virus.fna")).hasContent(INPUT.substring(7));
    }

    @Test
    void records_of_a_dead_task_are_named_with_its_cause_and_the_others_have_results() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        MergedResults merged = merger.merge(
                Map.of(new TaskId(0), NEW), List.of(new DeadTask(tasks.get(1), "out of luck")), file -> input);
        assertThat(merged.failed()).isEqualTo(1);
        assertThat(folder.resolve("staging/failed.tsv"))
                .hasContent("input\tseq_name\treason\tmessage\nx.fa\tb\ttask_dead\tout of luck\n");
        assertThat(results("prediction_results.txt")).content().contains("a_chunk_1F1");
        assertThat(results("x_scores.tsv")).content().endsWith("\nb\t18\tNA\tNA\t6\tNA\tNA\tNA\ttask_dead\n");
    }

    @Test
    void a_winning_part_that_is_missing_stops_the_merge() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        assertThatThrownBy(() -> merger.merge(allWon(), List.of(), file -> input))
                .isInstanceOf(PartException.class);
    }

    @Test
    void a_record_of_which_a_piece_is_dead_is_named_once_and_has_no_rows() throws IOException {
        cutTheSecondRecord();
        part(0, NEW, "a", 1, 1, 0.5f);
        part(1, NEW, "b", 1, 2, 0.5f);
        MergedResults merged = merger.merge(
                Map.of(new TaskId(0), NEW, new TaskId(1), NEW),
                List.of(new DeadTask(tasks.get(3), "later"), new DeadTask(tasks.get(2), "out of luck")),
                file -> input);
        assertThat(merged.failed()).isEqualTo(1);
        assertThat(folder.resolve("staging/failed.tsv"))
                .hasContent("input\tseq_name\treason\tmessage\nx.fa\tb\ttask_dead\tchunks 3 to 4: out of luck\n");
        assertThat(results("prediction_results.txt"))
                .content()
                .contains("a_chunk_1F1")
                .doesNotContain("b_chunk");
        assertThat(results("x_scores.tsv")).content().hasLineCount(3).contains("\nb\t18\tNA\t");
    }

    @Test
    void a_record_in_several_parts_gives_the_bytes_of_one_part() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        part(1, NEW, "b", 1, 6, 0.25f);
        merger.merge(allWon(), List.of(), file -> input);
        Map<String, String> whole = allResults();
        try (Stream<Path> files = Files.list(results(""))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        cutTheSecondRecord();
        part(3, NEW, "b", 5, 6, 0.25f);
        part(1, NEW, "b", 1, 2, 0.25f);
        part(2, NEW, "b", 3, 4, 0.25f);
        assertThat(merger.merge(allWon(), List.of(), file -> input).rows()).isEqualTo(14);
        assertThat(allResults()).isEqualTo(whole).hasSize(5);
    }

    @Test
    void a_part_of_another_plan_stops_the_merge() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        part(1, NEW, "b", 1, 6, 0.5f);
        cutTheSecondRecord();
        assertThatThrownBy(() -> merger.merge(allWon(), List.of(), file -> input))
                .isInstanceOf(PartException.class)
                .hasMessageContaining("but the plan says");
    }

    @Test
    void an_input_that_was_changed_stops_the_merge() throws IOException {
        part(0, NEW, "a", 1, 1, 0.5f);
        part(1, NEW, "b", 1, 6, 0.5f);
        Files.writeString(input, INPUT.replace(">b", ">c"));
        assertThatThrownBy(() -> merger.merge(allWon(), List.of(), file -> input))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.fa")
                .hasMessageContaining("c_chunk_1F1");
    }

    private Map<TaskId, FencingToken> allWon() {
        Map<TaskId, FencingToken> winners = new HashMap<>();
        tasks.forEach(task -> winners.put(task.id(), NEW));
        return winners;
    }

    private Path results(String name) {
        return folder.resolve("staging/x_merged").resolve(name);
    }

    private Map<String, String> allResults() throws IOException {
        Map<String, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(results(""))) {
            for (Path file : files.toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return contents;
    }

    /** Into tasks 1, 2 and 3, two chunks each. */
    private void cutTheSecondRecord() {
        tasks = List.of(tasks.get(0), piece(1, 0), piece(2, 2), piece(3, 4));
        merger = merger();
    }

    private static Task piece(int id, int first) {
        Shard shard = new Shard(0, 7, 29, 3, first == 0 ? 1 : 0, 4, 18, new ChunkRange(first, first + 2));
        return new Task(new TaskId(id), 1, 1, WORKER, shard);
    }

    private static Task task(int id, long start, long end, long line, long frames) {
        return new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, start, end, line, 1, frames));
    }

    private void part(int task, FencingToken token, String record, int firstChunk, int lastChunk, float othersScore) {
        PartHeader header = new PartHeader(
                RUN,
                new TaskId(task),
                token,
                WORKER,
                Incarnation.fresh(),
                "synthetic",
                "synthetic",
                "",
                tasks.get(task).shard());
        try (PartWriter writer = new PartWriter(parts, header)) {
            for (int chunk = firstChunk; chunk <= lastChunk; chunk++) {
                writer.row(record + "_chunk_" + chunk + "F1", othersScore, 1 - othersScore);
                writer.row(record + "_chunk_" + chunk + "R1", 0.75f, 0.25f);
            }
            writer.commit(1, lastChunk - firstChunk + 1);
        }
    }
}
