package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.compression.Packed;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameCounts;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.ShardLimit;
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
        int chunk = 0;
        for (Task task : plan.tasks()) {
            Shard shard = task.shard();
            assertThat(shard.start()).isEqualTo(position);
            assertThat(shard.chunks().first()).isEqualTo(chunk);
            boolean toBeContinued =
                    !shard.chunks().coversAll() && shard.chunks().end() < chunksAt(file, shard.start());
            chunk = toBeContinued ? shard.chunks().end() : 0;
            position = toBeContinued ? position : shard.end();
        }
        assertThat(position).isEqualTo(Files.size(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 500})
    void pieces_of_a_record_are_counted_exactly(int chunkSize) throws IOException {
        Path file = RepositoryFiles.golden("long").resolve("input.fa");
        RunPlan plan =
                plan(new CostModel(1, 0, 0, 0.001), file, chunkSize, new ShardLimit(Duration.ofSeconds(2000), 0));
        OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
        List<Task> pieces = plan.tasks().stream()
                .filter(task -> !task.shard().chunks().coversAll())
                .toList();
        assertThat(pieces).hasSizeGreaterThan(5);
        for (Task task : pieces) {
            Shard shard = task.shard();
            FastaRecord record = recordAt(file, shard.start());
            OpenFrameCounts counts =
                    finder.count(record, shard.chunks().first(), shard.chunks().end());
            assertThat(task.sequences()).isEqualTo(counts.openFrames());
            assertThat(task.costMillis())
                    .isEqualTo(Math.max(1, counts.residues() * 1000 + 1))
                    .isLessThanOrEqualTo(2_000_000);
            assertThat(task.longestRecord()).isEqualTo(record.bases().length());
        }
        assertThat(plan.tasks().stream()
                        .mapToLong(task -> task.shard().records())
                        .sum())
                .isEqualTo(plan.work().records());
        assertThat(plan.work().bases()).isEqualTo(Files.size(file) - notBases(file));
    }

    @Test
    void rejected_records_and_duplicates_are_counted_and_named(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.fa");
        Files.writeString(file, ">a\nACGT\n>empty\n>a\nACGT\n");
        RunPlan plan = plan(CostModel.PUBLISHED, file);
        assertThat(plan.work().records()).isEqualTo(3);
        assertThat(plan.inputs().get(0).duplicateIds()).isEqualTo(1);
        assertThat(plan.inputs().get(0).rejected()).isEqualTo(1);
    }

    @Test
    void an_input_that_is_damaged_has_a_fault_and_the_others_have_their_tasks(@TempDir Path folder) throws IOException {
        Path good = folder.resolve("a.fa");
        Files.writeString(good, ">a\nACGT\n");
        Path damaged = folder.resolve("b.fa");
        Files.write(damaged, Arrays.copyOf(Packed.gzip(Files.readAllBytes(good), 99), 20));
        Path last = folder.resolve("c.fa");
        Files.writeString(last, ">c\nACGT\n>d\nACGT\n");
        RunPlan plan = plan(CostModel.PUBLISHED, good, damaged, last);
        assertThat(plan.faultyInputs()).singleElement().satisfies(input -> {
            assertThat(input.name()).isEqualTo("b.fa");
            assertThat(input.tasks()).isZero();
            assertThat(input.fault().reason()).isEqualTo(InputFault.BAD_INPUT);
            assertThat(input.fault().message())
                    .startsWith("the gzip file " + damaged)
                    .contains("at or before byte 20");
        });
        assertThat(plan.tasksOf(plan.inputs().get(0))).hasSize(1);
        assertThat(plan.tasksOf(plan.inputs().get(2))).hasSize(2);
        assertThat(plan.work().records()).isEqualTo(3);
        plan.requireRecords();
    }

    @Test
    void what_became_a_pipe_or_a_folder_has_a_fault_and_nobody_waits_for_it(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("a.fa"), ">a\nACGT\n");
        RunPlan plan = plan(CostModel.PUBLISHED, good, Path.of("/dev/zero"), folder, folder.resolve("gone"));
        assertThat(plan.faultyInputs())
                .hasSize(3)
                .allSatisfy(input -> assertThat(input.fault().reason()).isEqualTo(InputFault.UNREADABLE_INPUT));
        assertThat(plan.tasks()).hasSize(1);
    }

    @Test
    void a_plan_without_any_record_names_all_that_is_wrong(@TempDir Path folder) throws IOException {
        Path reads = folder.resolve("b.fa");
        Files.writeString(reads, "@r\nAC\n+\nII\n");
        RunPlan plan = plan(CostModel.PUBLISHED, Files.createFile(folder.resolve("x.fa")), reads);
        assertThatThrownBy(plan::requireRecords)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.fa: no FASTA record")
                .hasMessageContaining("b.fa holds FASTQ")
                .matches(bad -> ((InputException) bad).isOfContent());
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

    private static long notBases(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.mapToLong(line -> line.startsWith(">") ? line.length() + 1 : 1)
                    .sum();
        }
    }

    private static int chunksAt(Path file, long offset) throws IOException {
        return new OpenFrameFinder(500).chunker().count(recordAt(file, offset));
    }

    private static FastaRecord recordAt(Path file, long offset) throws IOException {
        try (FastaReader reader = FastaReader.open(file, new ByteRange(offset, offset + 1, 1))) {
            return (FastaRecord) Objects.requireNonNull(reader.next());
        }
    }

    private static RunPlan plan(CostModel costs, Path... files) throws IOException {
        return plan(costs, List.of(files), 500, new ShardLimit(Duration.ofMillis(1), 0.0001));
    }

    private static RunPlan plan(CostModel costs, Path file, int chunkSize, ShardLimit limit) throws IOException {
        return plan(costs, List.of(file), chunkSize, limit);
    }

    private static RunPlan plan(CostModel costs, List<Path> files, int chunkSize, ShardLimit limit) {
        RunSpec spec = new RunSpec(
                new RunId("r"),
                files.stream()
                        .map(file ->
                                new InputFile(new DataPath("in", file.toString().substring(1)), "x", 0))
                        .toList(),
                new DataPath("out", ""),
                chunkSize,
                "synthetic",
                "",
                StealSettings.ON,
                limit,
                ResultSettings.DEFAULT);
        return new RunPlanner(costs)
                .plan(spec, input -> Path.of("/" + input.path().relative()), WORKERS);
    }

    private static long headers(Path fasta) throws IOException {
        try (Stream<String> lines = Files.lines(fasta)) {
            return lines.filter(line -> line.startsWith(">")).count();
        }
    }
}
