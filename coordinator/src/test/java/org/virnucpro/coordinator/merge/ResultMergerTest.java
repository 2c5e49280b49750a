package org.virnucpro.coordinator.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.FailedRecord;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Two tasks of one input: {@code >a} and {@code >b}, one open frame each. */
final class ResultMergerTest {

    private static final RunId RUN = new RunId("r");
    private static final WorkerId WORKER = new WorkerId("w");
    private static final String INPUT = ">a\nGCC\n>b\nGCC\n";
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
        Path staging = Files.createDirectory(folder.resolve("staging"));
        tasks = List.of(task(0, 0, 7, 1), task(1, 7, 14, 3));
        RunSpec spec = new RunSpec(
                RUN,
                List.of(new InputFile(new DataPath("in", "x.fa"), "x", INPUT.length())),
                new DataPath("out", ""),
                500,
                "synthetic",
                "",
                StealSettings.ON);
        RunPlan plan = new RunPlan(
                List.of(new PlannedInput("x.fa", "x", 0, 2, new Work(2, 6, 2, 2, 6, 2, 2), List.of(), 0)), tasks);
        merger = new ResultMerger(spec, plan, parts, staging);
    }

    @Test
    void rows_are_in_input_order_and_only_the_winning_part_counts() throws IOException {
        part(1, NEW, "b_chunk_1F1", 0.25f);
        part(0, OLD, "a_chunk_1F1", 0.9f);
        part(0, NEW, "a_chunk_1F1", 0.5f);
        MergedResults merged = merger.merge(Map.of(new TaskId(0), NEW, new TaskId(1), NEW), List.of(), file -> input);
        assertThat(merged.rows()).isEqualTo(2);
        assertThat(merged.failed()).isEmpty();
        assertThat(folder.resolve("staging/x_merged/prediction_results.txt")).hasContent("""
                        Sequence_ID\tPrediction\tscore1\tscore2
                        a_chunk_1F1\tothers\t0.5\t0.5
                        b_chunk_1F1\tvirus\t0.25\t0.75
                        """);
        assertThat(folder.resolve("staging/x_merged/prediction_results_highestscore.csv"))
                .hasContent("Modified_ID\tIs_Virus\na_chunk_1\tTrue\nb_chunk_1\tTrue\n");
    }

    @Test
    void records_of_a_dead_task_are_named_with_its_cause_and_the_others_have_results() throws IOException {
        part(0, NEW, "a_chunk_1F1", 0.5f);
        MergedResults merged = merger.merge(
                Map.of(new TaskId(0), NEW), List.of(new DeadTask(tasks.get(1), "out of luck")), file -> input);
        assertThat(merged.failed()).containsExactly(new FailedRecord("x.fa", "b", "task_dead", "out of luck"));
        assertThat(folder.resolve("staging/failed.tsv"))
                .hasContent("input\tseq_name\treason\tmessage\nx.fa\tb\ttask_dead\tout of luck\n");
        assertThat(folder.resolve("staging/x_merged/prediction_results.txt"))
                .content()
                .contains("a_chunk_1F1");
    }

    @Test
    void a_winning_part_that_is_missing_stops_the_merge() throws IOException {
        part(0, NEW, "a_chunk_1F1", 0.5f);
        assertThatThrownBy(() -> merger.merge(Map.of(new TaskId(0), NEW, new TaskId(1), NEW), List.of(), file -> input))
                .isInstanceOf(PartException.class);
    }

    private static Task task(int id, long start, long end, long line) {
        return new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, start, end, line, 1, 1));
    }

    private void part(int task, FencingToken token, String row, float othersScore) {
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
            writer.row(row, othersScore, 1 - othersScore);
            writer.commit(1, 1);
        }
    }
}
