package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;

final class RunPlannerTest {

    private static final List<WorkerSpeed> WORKERS =
            List.of(new WorkerSpeed(new WorkerId("a"), 1), new WorkerSpeed(new WorkerId("b"), 1));
    /** So dear that every segment becomes a shard. */
    private static final CostModel DEAR = new CostModel(1, 0, 0, 0.001);

    @ParameterizedTest
    @ValueSource(
            strings = {"lower_case", "iupac", "crlf", "lengths", "descriptions", "long", "frames", "duplicate_ids"})
    void counts_are_those_of_the_reference(String golden) throws IOException {
        Path folder = RepositoryFiles.golden(golden);
        RunPlan plan = plan(CostModel.PUBLISHED, folder.resolve("input.fa"));
        assertThat(plan.work().chunks()).isEqualTo(headers(folder.resolve("chunk500/chunked.fa")));
        assertThat(plan.work().frames()).isEqualTo(headers(folder.resolve("chunk500/identified_protein.faa")));
        assertThat(plan.tasks().stream().mapToLong(Task::sequences).sum())
                .isEqualTo(plan.work().frames());
    }

    @Test
    void shards_cover_the_records_once_and_in_order() throws IOException {
        Path file = RepositoryFiles.golden("chunk_math").resolve("input.fa");
        RunPlan plan = plan(DEAR, file);
        assertThat(plan.tasks()).hasSizeGreaterThan(10);
        long position = plan.tasks().get(0).shard().start();
        for (Task task : plan.tasks()) {
            assertThat(task.shard().start()).isEqualTo(position);
            position = task.shard().end();
        }
        assertThat(position).isEqualTo(Files.size(file));
    }

    @Test
    void rejected_records_and_duplicates_are_counted_and_named(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.fa");
        Files.writeString(file, ">a\nACGT\n>empty\n>a\nACGT\n");
        RunPlan plan = plan(CostModel.PUBLISHED, file);
        assertThat(plan.work().records()).isEqualTo(3);
        assertThat(plan.inputs().get(0).duplicateIds()).isEqualTo(1);
        assertThat(plan.inputs().get(0).rejected()).singleElement().satisfies(failed -> {
            assertThat(failed.input()).isEqualTo("x.fa");
            assertThat(failed.sequenceName()).isEqualTo("empty");
            assertThat(failed.message()).contains("line 3");
        });
    }

    @Test
    void an_empty_file_is_an_input_without_tasks(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("x.fa"));
        RunPlan plan = plan(CostModel.PUBLISHED, file);
        assertThat(plan.tasks()).isEmpty();
        assertThat(plan.inputs()).hasSize(1);
        assertThat(plan.work().records()).isZero();
    }

    @Test
    void queues_are_filled_costliest_first() throws IOException {
        RunPlan plan = plan(DEAR, RepositoryFiles.golden("lengths").resolve("input.fa"));
        assertThat(plan.inQueueOrder())
                .extracting(Task::costMillis)
                .isSortedAccordingTo((left, right) -> Long.compare(right, left));
    }

    private static RunPlan plan(CostModel costs, Path file) throws IOException {
        RunSpec spec = new RunSpec(
                new RunId("r"),
                List.of(new InputFile(new DataPath("in", file.getFileName().toString()), "x", Files.size(file))),
                new DataPath("out", ""),
                500,
                "synthetic",
                "",
                StealSettings.ON);
        return new RunPlanner(costs, new ShardLimit(Duration.ofMillis(1), 0.0001)).plan(spec, input -> file, WORKERS);
    }

    private static long headers(Path fasta) throws IOException {
        try (Stream<String> lines = Files.lines(fasta)) {
            return lines.filter(line -> line.startsWith(">")).count();
        }
    }
}
