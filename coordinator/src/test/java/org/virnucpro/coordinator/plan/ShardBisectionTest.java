package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;

class ShardBisectionTest {

    private static final Path INPUT = RepositoryFiles.fixture("demo/predict/f03.fa");
    private static final int CHUNK = 300;

    private final ShardBisection bisection = new ShardBisection(CHUNK);

    @Test
    void halves_go_on_until_every_record_is_alone_and_cover_the_shard() throws IOException {
        RunPlan plan = plan(INPUT);
        PlannedInput input = plan.inputs().get(0);
        Task whole = plan.tasks().get(0);
        List<Task> present = List.of(whole);
        while (present.stream().anyMatch(task -> task.shard().holdsSeveralRecords())) {
            for (Task task : present) {
                if (task.shard().holdsSeveralRecords()) {
                    plan = bisection.bisect(plan, task, INPUT);
                    List<Task> halves = plan.childrenOf(task.id());
                    assertThat(halves).hasSize(2);
                    assertThat(sum(halves, Shard::records))
                            .isEqualTo(task.shard().records());
                    assertThat(sum(halves, Shard::frames))
                            .isEqualTo(task.shard().frames());
                    assertThat(Math.abs(halves.get(0).shard().records()
                                    - halves.get(1).shard().records()))
                            .isLessThanOrEqualTo(1);
                }
            }
            present = plan.tasksOf(input, done -> false);
        }
        assertThat(present).hasSize((int) whole.shard().records());
        long position = whole.shard().start();
        for (Task task : present) {
            assertThat(task.shard().start()).isEqualTo(position);
            position = task.shard().end();
        }
        assertThat(position).isEqualTo(whole.shard().end());
        assertThat(plan.tasks()).extracting(task -> task.id().index()).doesNotHaveDuplicates();
        assertThat(plan.taskWork()).hasSameSizeAs(plan.tasks());
        assertThat(plan.plannedTasks()).containsExactly(whole);
    }

    @Test
    void a_task_that_is_done_after_all_stands_for_its_halves() throws IOException {
        RunPlan planned = plan(INPUT);
        Task whole = planned.tasks().get(0);
        RunPlan plan = bisection.bisect(planned, whole, INPUT);
        PlannedInput input = plan.inputs().get(0);
        assertThat(plan.tasksOf(input, new TaskId(0)::equals)).containsExactly(whole);
        assertThat(plan.tasksOf(input, new TaskId(1)::equals))
                .extracting(task -> task.id().index())
                .containsExactly(1, 2);
    }

    @Test
    void an_input_that_has_changed_is_not_halved(@TempDir Path folder) throws IOException {
        RunPlan plan = plan(INPUT);
        Path changed = Files.writeString(folder.resolve("f03.fa"), ">only\nACGT\n");
        assertThatThrownBy(() -> bisection.bisect(plan, plan.tasks().get(0), changed))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("f03.fa is not what it was");
    }

    /** One task for the whole file. */
    private static RunPlan plan(Path file) {
        ScannedInput scan = new InputScanner(CHUNK, CostModel.PUBLISHED).scan(file, Long.MAX_VALUE);
        Segment all = scan.segments().get(0);
        Shard shard = new Shard(
                0,
                all.start(),
                all.end(),
                all.line(),
                scan.work().records(),
                scan.work().frames());
        Task task = new Task(new TaskId(0), 1, 1000, new WorkerId("w"), shard);
        PlannedInput input = new PlannedInput("f03.fa", "f03", 0, 1, scan.work(), 0, 0, null);
        return new RunPlan(List.of(input), List.of(task), List.of(scan.work()));
    }

    private static long sum(List<Task> tasks, ToLongFunction<Shard> count) {
        return tasks.stream().map(Task::shard).mapToLong(count).sum();
    }
}
