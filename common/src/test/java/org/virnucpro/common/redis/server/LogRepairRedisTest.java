package org.virnucpro.common.redis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
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
import org.virnucpro.common.testkit.AppendOnlyLog;
import org.virnucpro.common.testkit.QueueInvariants;
import org.virnucpro.common.testkit.TestRedis;

/** A power loss cuts the log inside a change; two starts later the queues must still fit together. */
final class LogRepairRedisTest {

    private static final RunId RUN = new RunId("cut");
    private static final WorkerId WORKER = new WorkerId("w");
    private static final Incarnation ONE = new Incarnation("one");
    private static final int TASKS = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.6, 0.9})
    void a_log_that_was_cut_inside_a_change_is_repaired_before_the_server_starts(double cut) throws Exception {
        restartTwice(logging(), cut);
        try (TestRedis redis = start(logging())) {
            QueueInvariants.check(redis, RUN);
        }
    }

    /** If this fails, Redis has been mended, and the repair is not needed any more. */
    @Test
    void without_the_repair_the_second_start_runs_half_a_change() throws Exception {
        ServerOptions options = logging().withoutRepair();
        restartTwice(options, 0.6);
        try (TestRedis redis = start(options)) {
            assertThatThrownBy(() -> QueueInvariants.check(redis, RUN)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void a_log_that_is_damaged_far_before_its_end_is_named_and_left_as_it_is() throws Exception {
        try (TestRedis redis = start(logging())) {
            redis.connection().queues(RUN).open(RunSettings.of(TASKS));
        }
        Path log = new AppendOnlyLog(folder).file();
        byte[] damaged = new byte[9 << 20];
        Files.write(log, damaged);
        assertThatThrownBy(() -> start(logging()))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("redis-check-aof --fix " + folder);
        assertThat(log).hasSize(damaged.length);
    }

    private void restartTwice(ServerOptions options, double cut) throws Exception {
        try (TestRedis redis = start(options)) {
            SharedWorkQueues queues = redis.connection().queues(RUN);
            queues.open(RunSettings.of(TASKS));
            queues.submit(IntStream.range(0, TASKS)
                    .mapToObj(id -> new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, 0, 10, 1, 2, 10)))
                    .toList());
            queues.join(WORKER, ONE);
            work(redis, TASKS / 2);
            QueueInvariants.check(redis, RUN);
        }
        new AppendOnlyLog(folder).cutInsideTransaction(cut);
        try (TestRedis redis = start(options)) {
            work(redis, 3);
        }
    }

    private static void work(TestRedis redis, int tasks) {
        SharedWorkQueues queues = redis.connection().queues(RUN);
        for (int i = 0; i < tasks; i++) {
            TakeOutcome outcome = queues.take(
                    new TakeRequest(WORKER, ONE, List.of(new TakeSource.OwnQueue()), List.of(), Optional.empty()));
            if (outcome instanceof TakeOutcome.Leased leased) {
                queues.complete(leased.task().id(), leased.token(), WORKER);
            }
        }
    }

    /** Every change is durable before its answer; with everysec even a kill takes what a slow disk has kept waiting. */
    private ServerOptions logging() {
        return ServerOptions.logging(folder).with("appendfsync always");
    }

    private static TestRedis start(ServerOptions options) {
        return TestRedis.of(PrivateRedisServer.start(HostEnvironment.ofProcess(), options));
    }
}
