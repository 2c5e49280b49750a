package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.CrashableRedisServer;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.verify.ResultVerifier;

/** What happens to the broker of a cluster while it computes a run changes no byte of the results. One of the long proofs. */
@EnabledIfEnvironmentVariable(named = "VIRNUCPRO_PROOFS", matches = "full")
final class BrokerFaultIT {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final String PASSWORD = "test";
    /** More than two workers can have under way: tasks have been given out since. */
    private static final int MORE = 5;

    @TempDir
    Path folder;

    private CrashableRedisServer redis;
    private ClusterProcesses cluster;

    @BeforeEach
    void start() throws IOException {
        redis = new CrashableRedisServer(
                HostEnvironment.ofProcess(), Files.createDirectory(folder.resolve("redis")), PASSWORD, true);
        redis.start();
        cluster = new ClusterProcesses(folder, redis.address());
    }

    @AfterEach
    void stop() {
        cluster.close();
        redis.close();
    }

    @Test
    void a_broker_that_is_killed_twice_and_forgets_its_scripts_changes_no_byte() throws Exception {
        cluster.coordinator();
        cluster.cpuWorker("w0");
        cluster.cpuWorker("w1");
        Path calm = folder.resolve("calm");
        Path out = folder.resolve("out");
        try (RedisConnection connection = RedisConnection.open(redis.address())) {
            ClusterRegistry registry = connection.registry();
            patient().until(() -> {
                cluster.started()
                        .forEach(process -> assertThat(process.isRunning())
                                .as(process.output())
                                .isTrue());
                return registry.coordinators().size() == 1
                        && registry.workers(Duration.ofSeconds(30)).size() == 2;
            });
            Launched undisturbed = predict(calm);
            assertThat(undisturbed.exitCode()).as(undisturbed.output()).isZero();

            Launched client = predict(out);
            RunId run = awaitOpenRun(registry);
            SharedWorkQueues queues = registry.queues(run);
            long done = awaitDone(queues, 2);
            redis.kill();
            assertThat(client.isRunning()).isTrue();
            redis.start();
            configure("appendfsync", "everysec");
            done = awaitDone(queues, done + MORE);
            forgetScripts();
            done = awaitDone(queues, done + 2);
            redis.kill();
            redis.start();
            awaitDone(queues, done + MORE);
            assertThat(queues.audit()).isEmpty();
            assertThat(registry.run(run).map(RunSummary::state))
                    .as("there was work left after the last fault")
                    .isEqualTo(Optional.of(RunState.OPEN));
            assertThat(client.exitCode()).as(client.output()).isZero();
            assertThat(queues.audit()).isEmpty();
        }
        assertThat(Tables.below(out)).isNotEmpty().isEqualTo(Tables.below(calm));
        assertThat(new ResultVerifier(out.toRealPath()).verify().problems()).isEmpty();
    }

    private RunId awaitOpenRun(ClusterRegistry registry) {
        return patient()
                .until(
                        answered(() -> registry.runs().stream()
                                .filter(run -> run.state() == RunState.OPEN)
                                .map(RunSummary::run)
                                .findFirst()),
                        run -> run.flatMap(id -> id).isPresent())
                .flatMap(id -> id)
                .orElseThrow();
    }

    /** Returns how many tasks are done when it is at least {@code tasks}. */
    private static long awaitDone(SharedWorkQueues queues, long tasks) {
        return patient()
                .until(answered(() -> queues.observe().counts().done()), done -> done.orElse(0L) >= tasks)
                .orElseThrow();
    }

    /** While it starts, the broker may not answer. */
    private static <T> Callable<Optional<T>> answered(Callable<T> call) {
        return () -> {
            try {
                return Optional.of(call.call());
            } catch (BrokerException silent) {
                return Optional.empty();
            }
        };
    }

    private static ConditionFactory patient() {
        return await().atMost(LONGEST).pollInterval(Duration.ofMillis(20));
    }

    private void configure(String parameter, String value) {
        RedissonClient client = client();
        try {
            RedisNode node = client.getRedisNodes(RedisNodes.SINGLE).getInstance();
            node.setConfig(parameter, value);
        } finally {
            client.shutdown();
        }
    }

    private void forgetScripts() {
        RedissonClient client = client();
        try {
            client.getScript(StringCodec.INSTANCE).scriptFlush();
        } finally {
            client.shutdown();
        }
    }

    private RedissonClient client() {
        Config config = new Config().setPassword(PASSWORD);
        config.useSingleServer()
                .setAddress(redis.address().endpoint())
                .setConnectionMinimumIdleSize(1)
                .setConnectionPoolSize(2);
        return Redisson.create(config);
    }

    private Launched predict(Path out) throws IOException {
        return cluster.predictWithModels(
                cluster.copies(Oracle.inputs()), out, "--max-shard-seconds", "0.03", "--max-shard-share", "0%");
    }
}
