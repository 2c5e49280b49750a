package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.EmbeddingPartWriter;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.table.TableFormat;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/** Two tasks of one open frame each. */
final class FinishedPartsTest {

    private static final RunId RUN = new RunId("r");
    private static final WorkerId WORKER = new WorkerId("w");

    @TempDir
    Path folder;

    private PartFolder parts;

    @BeforeEach
    void makeFolder() throws IOException {
        parts = PartFolder.below(folder, RUN);
        Files.createDirectories(parts.path());
    }

    @Test
    void no_parts_are_no_results() throws IOException {
        assertThat(finished(EmbeddingFormat.NONE)).isEmpty();
    }

    @Test
    void of_several_whole_parts_the_one_with_the_highest_token_is_chosen() throws IOException {
        part(0, 5, "m");
        part(0, 70, "m");
        part(0, 9, "m");
        Files.writeString(parts.path().resolve("1.4.tmp"), "growing");
        Files.writeString(parts.path().resolve("7.4"), "of no task of this plan");
        assertThat(finished(EmbeddingFormat.NONE)).containsExactly(result(0, 70));
    }

    @Test
    void a_torn_or_altered_part_gives_way_to_a_whole_one_and_alone_to_none() throws IOException {
        part(0, 5, "m");
        Path torn = part(0, 70, "m");
        Files.writeString(torn, Files.readString(torn).substring(0, 300));
        Path altered = part(1, 6, "m");
        Files.writeString(altered, Files.readString(altered).replace("0.25", "0.26"));
        assertThat(finished(EmbeddingFormat.NONE)).containsExactly(result(0, 5));
    }

    @Test
    void a_part_of_other_models_or_another_shard_is_not_used() throws IOException {
        part(0, 5, "other models");
        Task other = task(7);
        write(new PartHeader(
                RUN, new TaskId(1), new FencingToken(6), WORKER, Incarnation.fresh(), "cpu", "d", "m", other.shard()));
        assertThat(finished(EmbeddingFormat.NONE)).isEmpty();
    }

    @Test
    void a_run_with_embeddings_needs_them_whole() throws IOException {
        part(0, 5, "m");
        part(1, 6, "m");
        for (int task = 0; task < 2; task++) {
            PartName name = new PartName(new TaskId(task), new FencingToken(5 + task));
            try (EmbeddingPartWriter writer = new EmbeddingPartWriter(parts, name)) {
                writer.rows(new float[] {1, 2, 3}, 1);
                writer.commit(1);
            }
        }
        assertThat(finished(EmbeddingFormat.NPY)).containsExactly(result(0, 5), result(1, 6));
        Path embeddings = parts.embeddings(new PartName(new TaskId(0), new FencingToken(5)));
        byte[] bytes = Files.readAllBytes(embeddings);
        bytes[10] ^= 1;
        Files.write(embeddings, bytes, StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(finished(EmbeddingFormat.NPY)).containsExactly(result(1, 6));
        Files.delete(embeddings);
        assertThat(finished(EmbeddingFormat.NPY)).containsExactly(result(1, 6));
    }

    private List<DurableResult> finished(EmbeddingFormat embeddings) throws IOException {
        RunSpec spec = new RunSpec(
                RUN,
                List.of(new InputFile(new DataPath("in", "x.fa"), "x", 20)),
                new DataPath("out", ""),
                500,
                "cpu",
                "m",
                StealSettings.ON,
                ShardLimit.DEFAULT,
                new ResultSettings(TableFormat.VANILLA, embeddings, Map.of()));
        RunPlan plan = new RunPlan(
                List.of(new PlannedInput("x.fa", "x", 0, 2, Work.NONE, 0, 0, null)),
                List.of(task(0), task(1)),
                List.of(Work.NONE, Work.NONE));
        return new FinishedParts(spec, plan, parts).find();
    }

    private static Task task(int id) {
        return new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, 10L * id, 10L * id + 10, 1 + id, 1, 1));
    }

    private static DurableResult result(int task, long token) {
        return new DurableResult(new TaskId(task), new FencingToken(token), WORKER, 1);
    }

    private Path part(int task, long token, String models) {
        return write(new PartHeader(
                RUN,
                new TaskId(task),
                new FencingToken(token),
                WORKER,
                Incarnation.fresh(),
                "cpu",
                "d",
                models,
                task(task).shard()));
    }

    private Path write(PartHeader header) {
        try (PartWriter writer = new PartWriter(parts, header)) {
            writer.row("a_chunk_1F1", 0.25f, 0.75f);
            return writer.commit(1, 1);
        }
    }
}
