package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.coordinator.plan.PlannedInput;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.ShardBisection;
import org.virnucpro.coordinator.plan.Work;

@ExtendWith(RedisExtension.class)
final class PoisonShardsRedisTest {

    private static final WorkerId W = new WorkerId("w");
    private static final Incarnation ONE = new Incarnation("one");
    private static final String RECORD = ">r\nGCCGCCGCC\n";

    @TempDir
    Path folder;

    @Test
    void two_coordinators_that_know_the_run_from_before_give_no_id_twice(TestRedis redis) throws Exception {
        Path input = Files.writeString(folder.resolve("x.fa"), RECORD.repeat(4));
        RunId run = redis.freshRun();
        SharedWorkQueues queues = redis.connection().registry().queues(run);
        StoredPlan planned = plan();
        RunFolders folders = new RunFolders(folder, run);
        folders.create();
        new PlanFile(folders.plan()).write(planned);
        queues.open(new RunSettings(2, Duration.ofHours(1), 1));
        queues.join(W, ONE, 1);
        queues.submit(planned.plan().tasks());
        PlanSubmission first = new PlanSubmission(queues, folders, planned);
        PlanSubmission second = new PlanSubmission(queues, folders, planned);
        ShardBisection bisection = new ShardBisection(300);
        PoisonShards ofFirst = new PoisonShards(queues, folders, bisection, index -> input);
        PoisonShards ofSecond = new PoisonShards(queues, folders, bisection, index -> input);

        failNext(queues);
        assertThat(ofFirst.split(first)).isTrue();
        failNext(queues);
        assertThat(ofSecond.split(second)).isTrue();

        assertThat(second.plan().splits())
                .containsExactly(new RunPlan.Split(0, List.of(2, 3)), new RunPlan.Split(1, List.of(4, 5)));
        assertThat(first.plan().splits()).hasSize(1);
        assertThat(first.reread()).isEqualTo(second.plan());
        List<Long> starts = new ArrayList<>();
        for (TakeOutcome next = take(queues); next instanceof TakeOutcome.Leased leased; next = take(queues)) {
            starts.add(leased.task().shard().start());
            queues.complete(leased.task().id(), leased.token(), W);
        }
        assertThat(starts).containsExactlyInAnyOrder(0L, start(1), start(2), start(3));
        assertThat(queues.audit()).isEmpty();
    }

    private static long start(int record) {
        return (long) record * RECORD.length();
    }

    private static void failNext(SharedWorkQueues queues) {
        TakeOutcome.Leased leased = (TakeOutcome.Leased) take(queues);
        queues.fail(leased.task().id(), leased.token(), "poison", FailKind.BURN);
    }

    private static TakeOutcome take(SharedWorkQueues queues) {
        return queues.take(new TakeRequest(
                W, ONE, List.of(new TakeSource.OwnQueue(), new TakeSource.RetryList()), List.of(), Optional.empty()));
    }

    /** Two tasks of two records each. */
    private static StoredPlan plan() throws IOException {
        Work two = new Work(2, 18, 2, 12, 84, 28, 68);
        List<Task> tasks = new ArrayList<>();
        for (int id = 0; id < 2; id++) {
            Shard shard = new Shard(0, start(2 * id), start(2 * id + 2), 1 + 4L * id, 2, two.frames());
            tasks.add(new Task(new TaskId(id), 1, 1000, W, shard));
        }
        return new StoredPlan(
                new RunTerms(
                        List.of(new RunTerms.Input("x.fa", "x", 4L * RECORD.length(), "ab")),
                        300,
                        "cpu",
                        "m",
                        Map.of(),
                        "vanilla",
                        "none"),
                new RunPlan(
                        List.of(new PlannedInput("x.fa", "x", 0, 2, two.plus(two), 0, 0, null)),
                        tasks,
                        List.of(two, two)));
    }
}
