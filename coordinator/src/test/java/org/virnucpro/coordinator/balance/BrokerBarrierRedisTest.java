package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.BrokerStart;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.RunKeysSnapshot;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.AppendOnlyLog;
import org.virnucpro.common.testkit.QueueInvariants;
import org.virnucpro.common.testkit.TestRedis;

final class BrokerBarrierRedisTest {

    private static final RunId RUN = new RunId("barrier");
    private static final WorkerId WORKER = new WorkerId("w");
    private static final Incarnation ONE = new Incarnation("one");
    private static final List<Task> TASKS = IntStream.range(0, 40)
            .mapToObj(id -> new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, 0, 10, 1, 2, 10)))
            .toList();
    private static final RunSettings SETTINGS = RunSettings.of(TASKS.size());

    @TempDir
    Path folder;

    @Test
    void a_power_loss_and_two_starts_leave_all_tasks_and_no_contradiction() throws Exception {
        ServerOptions options = logging().withoutRepair();
        try (TestRedis redis = start(options)) {
            barrier(redis).begin();
            queues(redis).join(WORKER, ONE);
            work(redis, 20);
        }
        new AppendOnlyLog(folder).cutInsideTransaction(0.6);
        try (TestRedis redis = start(options)) {
            assertThat(barrier(redis).pass()).isTrue();
            work(redis, 3);
        }
        try (TestRedis redis = start(options)) {
            RunKeysSnapshot keys = QueueInvariants.check(redis, RUN);
            assertThat(keys.counters().get("submitted")).isEqualTo(TASKS.size());
            assertThat(keys.counters().get("done")).isPositive();
        }
    }

    @Test
    void submissions_that_a_power_loss_took_are_sent_again() throws Exception {
        ServerOptions options = logging();
        try (TestRedis redis = start(options)) {
            queues(redis).open(SETTINGS);
            queues(redis).submit(TASKS.subList(0, 10));
            queues(redis).submit(TASKS.subList(10, 40));
        }
        new AppendOnlyLog(folder).cutInsideTransaction(1);
        try (TestRedis redis = start(options)) {
            assertThat(queues(redis).observe().counts().pending()).isEqualTo(10);
            barrier(redis).pass();
            assertThat(queues(redis).observe().counts().pending()).isEqualTo(40);
            QueueInvariants.check(redis, RUN);
        }
    }

    @Test
    void while_the_log_is_not_whole_no_task_is_given_out_and_the_next_coordinator_goes_on() throws Exception {
        try (TestRedis redis = start(logging())) {
            queues(redis).open(SETTINGS);
            queues(redis).submit(TASKS);
            queues(redis).join(WORKER, ONE);
            BrokerBarrier dying = new BrokerBarrier(
                    new FullDisk(redis.connection().server()),
                    queues(redis),
                    SETTINGS,
                    () -> TASKS,
                    Duration.ofMillis(30));
            assertThat(dying.pass()).isFalse();
            assertThat(take(redis)).isEqualTo(new TakeOutcome.NotOpen(RunState.PAUSED));
            assertThat(barrier(redis).pass()).isTrue();
            assertThat(take(redis)).isInstanceOf(TakeOutcome.Leased.class);
            assertThat(dying.pass())
                    .as("what the other coordinator has done counts for this one, too")
                    .isTrue();
            assertThat(redis.connection().server().look().log()).isEqualTo(BrokerStart.Log.WHOLE);
        }
    }

    @Test
    void a_pause_by_a_person_stays() throws Exception {
        try (TestRedis redis = start(logging())) {
            queues(redis).open(SETTINGS);
            queues(redis).join(WORKER, ONE);
            queues(redis).changeState(RunState.PAUSED);
            assertThat(barrier(redis).pass()).isTrue();
            assertThat(queues(redis).state()).isEqualTo(RunState.PAUSED);
            assertThat(queues(redis).changeState(RunState.OPEN)).isEqualTo(RunState.OPEN);
            assertThat(take(redis)).isInstanceOf(TakeOutcome.Leased.class);
        }
    }

    @Test
    void a_server_that_starts_again_in_the_middle_does_not_accept_the_end_of_the_first_barrier() throws Exception {
        ServerOptions options = logging();
        String first;
        RedisAddress address;
        try (PrivateRedisServer server = PrivateRedisServer.start(HostEnvironment.ofProcess(), options);
                RedisConnection connection = RedisConnection.open(server.address())) {
            address = server.address();
            SharedWorkQueues queues = connection.queues(RUN);
            queues.open(SETTINGS);
            assertThat(queues.raiseBarrier()).isTrue();
            first = connection.server().look().id();
        }
        try (PrivateRedisServer server = PrivateRedisServer.start(HostEnvironment.ofProcess(), options.at(address));
                RedisConnection connection = RedisConnection.open(address)) {
            assertThat(server.address()).isEqualTo(address);
            SharedWorkQueues queues = connection.queues(RUN);
            assertThat(queues.liftBarrier(first)).isTrue();
            assertThat(queues.state()).isEqualTo(RunState.PAUSED);
            assertThat(queues.liftBarrier(connection.server().look().id())).isFalse();
            assertThat(queues.state()).isEqualTo(RunState.OPEN);
        }
    }

    @Test
    void a_server_without_a_log_is_passed_at_once() throws Exception {
        try (TestRedis redis = start(ServerOptions.DEFAULT)) {
            assertThat(barrier(redis).begin()).isTrue();
            assertThat(redis.connection().server().look().log()).isEqualTo(BrokerStart.Log.OFF);
            assertThat(queues(redis).observe().counts().pending()).isEqualTo(TASKS.size());
        }
    }

    /** Every change is durable before its answer; with everysec even a kill takes what a slow disk has kept waiting. */
    private ServerOptions logging() {
        return ServerOptions.logging(folder).with("appendfsync always");
    }

    private static TestRedis start(ServerOptions options) {
        return TestRedis.of(PrivateRedisServer.start(HostEnvironment.ofProcess(), options));
    }

    private static SharedWorkQueues queues(TestRedis redis) {
        return redis.connection().queues(RUN);
    }

    private static BrokerBarrier barrier(TestRedis redis) {
        return new BrokerBarrier(
                redis.connection().server(), queues(redis), SETTINGS, () -> TASKS, Duration.ofSeconds(20));
    }

    private static TakeOutcome take(TestRedis redis) {
        return queues(redis)
                .take(new TakeRequest(WORKER, ONE, List.of(new TakeSource.OwnQueue()), List.of(), Optional.empty()));
    }

    private static void work(TestRedis redis, int tasks) {
        for (int i = 0; i < tasks; i++) {
            if (take(redis) instanceof TakeOutcome.Leased leased) {
                queues(redis).complete(leased.task().id(), leased.token(), WORKER);
            }
        }
    }

    /** A server that cannot write its log anew. */
    private record FullDisk(BrokerServer server) implements BrokerServer {
        @Override
        public BrokerStart look() {
            return new BrokerStart(server.look().id(), BrokerStart.Log.REWRITE_FAILED);
        }

        @Override
        public boolean rewriteLog() {
            return true;
        }
    }
}
