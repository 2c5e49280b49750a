package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
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
import org.virnucpro.coordinator.plan.Work;

@ExtendWith(RedisExtension.class)
final class WorkStealingCoordinatorRedisTest {

    private static final WorkerId A = new WorkerId("a");
    private static final WorkerId B = new WorkerId("b");
    private static final Incarnation ONE = new Incarnation("one");

    private static final DeviceTelemetry TELEMETRY = new DeviceTelemetry(
            "GPU-1",
            Optional.empty(),
            OptionalDouble.of(0.5),
            OptionalLong.of(1),
            OptionalLong.of(2),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    @TempDir
    Path folder;

    @Test
    void a_poll_sees_who_stole_from_whom_and_why_others_wait_and_says_so_in_all_places(TestRedis redis)
            throws Exception {
        RunId run = redis.freshRun();
        ClusterRegistry registry = redis.connection().registry();
        SharedWorkQueues queues = registry.queues(run);
        List<Task> tasks = List.of(task(0), task(1), task(2));
        RunPlan plan = new RunPlan(
                List.of(new PlannedInput("f", "f", 0, 3, Work.NONE, 0, 0, null)),
                tasks,
                List.of(Work.NONE, Work.NONE, Work.NONE));
        registry.submit(
                new RunSpec(run, List.of(), new DataPath("d", run.value()), 500, "synthetic", "", StealSettings.ON), 0);
        queues.open(RunSettings.of(3));
        queues.submit(tasks);
        for (WorkerId worker : List.of(A, B)) {
            registry.announce(
                    new WorkerRecord(worker, ONE, "host", "device", "synthetic", 1, Map.of(), false, Instant.EPOCH)
                            .announced(ONE, false, worker.equals(A) ? Optional.of(TELEMETRY) : Optional.empty()));
            queues.join(worker, ONE, 1);
        }
        TakeOutcome.Leased stolen = (TakeOutcome.Leased)
                queues.take(new TakeRequest(B, ONE, List.of(TakeSource.Steal.anyFrom(A)), List.of(), Optional.empty()));
        queues.complete(stolen.task().id(), stolen.token(), B);
        queues.reportIdle(B, "its owner will be through", Duration.ofSeconds(1));

        PollSample sample;
        try (EventLog events = new EventLog(folder.resolve("events.jsonl"));
                ThroughputLog throughput = new ThroughputLog(folder.resolve("throughput.tsv"))) {
            WorkStealingCoordinator coordinator = new WorkStealingCoordinator(
                    registry,
                    registry.spec(run).orElseThrow(),
                    () -> plan,
                    events,
                    throughput,
                    new WorkStealingCoordinator.Patience(Duration.ofSeconds(30), Duration.ofMinutes(5)));
            sample = coordinator.poll();
            assertThat(coordinator.poll().events()).as("events are given once").isEmpty();
        } finally {
            registry.withdraw(A, ONE);
            registry.withdraw(B, ONE);
        }

        assertThat(sample.telemetry()).isEqualTo(Map.of(A, TELEMETRY));
        assertThat(sample.events()).extracting(QueueEvent::type).contains(QueueEvent.Type.STEAL);
        assertThat(sample.workers().get(A).stolenOut()).isEqualTo(1);
        assertThat(sample.workers().get(A).queue().queuedCostMillis()).isEqualTo(2000);
        WorkerMeasures thief = sample.workers().get(B);
        assertThat(thief.queue().done().stolen()).isEqualTo(1);
        assertThat(thief.idle()).get().extracting(WorkerMeasures.Idle::reason).isEqualTo("its owner will be through");
        assertThat(sample.run().imbalance()).isEqualTo(2);
        assertThat(sample.run().remaining()).isInstanceOf(RemainingTime.Calculating.class);
        List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
        assertThat(registry.sample(run)).as("the broker has the last line").contains(lines.get(lines.size() - 1));
        assertThat(Files.readAllLines(folder.resolve("throughput.tsv"))).hasSize(1 + 2 * 2);
    }

    private static Task task(int id) {
        return new Task(new TaskId(id), 1, 1000, A, new Shard(0, 0, 10, 1, 1, 5));
    }
}
