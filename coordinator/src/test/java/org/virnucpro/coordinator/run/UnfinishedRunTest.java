package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

final class UnfinishedRunTest {

    @TempDir
    Path output;

    @Test
    void work_folders_are_found_and_others_are_not() throws IOException {
        Files.createDirectory(output.resolve(".virnucpro-one"));
        Files.createDirectory(output.resolve(".virnucpro-"));
        Files.createDirectory(output.resolve("x_merged"));
        Files.writeString(output.resolve(".virnucpro-file"), "");
        assertThat(UnfinishedRun.folders(output)).containsExactly(new RunFolders(output, new RunId("one")));
        assertThat(UnfinishedRun.folders(output.resolve("absent"))).isEmpty();
    }

    @Test
    void the_plan_comes_back_as_it_was_and_tasks_with_a_part_are_counted_once() throws IOException {
        RunFolders folders = new RunFolders(output, new RunId("one"));
        folders.create();
        assertThat(UnfinishedRun.of(folders).progress()).contains("not been planned");
        StoredPlan plan = new StoredPlan(
                new RunTerms(
                        List.of(new RunTerms.Input("x.fa", "x", 1, "ab")),
                        500,
                        "cpu",
                        "m",
                        Map.of(),
                        "vanilla",
                        "none"),
                new RunPlan(
                        List.of(new PlannedInput("x.fa", "x", 0, 2, Work.NONE, 0, 0, null)),
                        List.of(task(0), task(1)),
                        List.of(Work.NONE, Work.NONE)));
        new PlanFile(folders.plan()).write(plan);
        for (String part : List.of("0.5", "0.7", "1.9.tmp")) {
            Files.writeString(folders.parts().path().resolve(part), "");
        }
        assertThat(folders.plan()).content().doesNotContain("divisible");
        UnfinishedRun run = UnfinishedRun.of(folders);
        assertThat(run.plan()).contains(plan);
        assertThat(run.progress()).isEqualTo("1 of 2 tasks are done");
    }

    @Test
    void a_damaged_plan_or_one_of_another_version_says_what_to_do() throws IOException {
        RunFolders folders = new RunFolders(output, new RunId("one"));
        folders.create();
        for (String text : List.of("{\"layout\": 2, \"plan\": {}}", "{\"layout\": 3, \"pl", "{\"layout\": 3}")) {
            Files.writeString(folders.plan(), text);
            assertThatThrownBy(() -> UnfinishedRun.of(folders))
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("plan.json")
                    .hasMessageContaining("--overwrite");
        }
    }

    @Test
    void one_process_at_a_time_computes_a_run() throws IOException {
        RunFolders folders = new RunFolders(output, new RunId("one"));
        assertThat(folders.isInUse()).isFalse();
        try (RunLock mine = RunLock.take(folders).orElseThrow()) {
            assertThat(mine).isNotNull();
            assertThat(folders.isInUse()).isTrue();
            assertThat(RunLock.take(folders)).isEmpty();
        }
        assertThat(folders.isInUse()).isFalse();
    }

    private static Task task(int id) {
        return new Task(new TaskId(id), 1, 1, new WorkerId("w"), new Shard(0, 0, 1, 1, 2, 5));
    }
}
