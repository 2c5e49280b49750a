package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.TestRedis;

/** The user of docs/security.md: it may do all that coordinator, worker and commands do, and nothing besides. */
final class AclRedisTest {

    private static final String PASSWORD = "only-a-test";

    private static String line;
    private static PrivateRedisServer server;
    private static TestRedis user;

    @BeforeAll
    static void start_a_server_with_the_documented_user() throws IOException {
        line = Files.readAllLines(RepositoryFiles.top().resolve("docs/security.md")).stream()
                .filter(text -> text.startsWith("user virnucpro "))
                .findFirst()
                .orElseThrow();
        server = PrivateRedisServer.start(
                HostEnvironment.ofProcess(), ServerOptions.DEFAULT.with(line.replace("PASSWORD", PASSWORD)));
        user = TestRedis.at(new RedisAddress(
                false, "127.0.0.1", server.address().port(), 0, Optional.of("virnucpro"), Optional.of(PASSWORD)));
    }

    @AfterAll
    static void stop() throws Exception {
        user.close();
        server.close();
    }

    /** What the line allows beyond this would be too much: every command on it was used. */
    @Test
    void the_documented_user_can_do_everything_and_has_no_command_too_many() throws Exception {
        TestRun run = TestRun.opened(user, 6).fill("a", 0, 4).join("a", "b").joinHolding("c", 10);
        run.submit(task(4, "a", 1, 1000));
        queues(run);
        deadAndSplit(run);
        registry(run);
        try (TestRedis admin = TestRedis.at(server.address())) {
            Map<String, String> used = node(admin.client()).info(RedisNode.InfoSection.COMMANDSTATS);
            Set<String> names = used.keySet().stream()
                    .map(name -> name.replaceFirst("cmdstat_", "").replace('|', ' '))
                    .map(name -> name.split(" ", -1)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(names).containsAll(allowed());
        }
    }

    static Stream<Action> forbidden() {
        return Stream.of(
                new Action("FLUSHALL", client -> client.getKeys().flushall()),
                new Action("FLUSHDB", client -> client.getKeys().flushdb()),
                new Action("SCAN", client -> client.getKeys().getKeys().forEach(key -> {})),
                new Action("CONFIG GET", client -> node(client).getConfig("dir")),
                new Action("CONFIG SET", client -> node(client).setConfig("dir", "/tmp")),
                new Action(
                        "GET",
                        client ->
                                client.getBucket("other", StringCodec.INSTANCE).get()),
                new Action(
                        "SET",
                        client ->
                                client.getBucket("other", StringCodec.INSTANCE).set("x")),
                new Action(
                        "PUBLISH",
                        client -> client.getTopic("other", StringCodec.INSTANCE).publish("x")),
                new Action("GET in a script", client -> eval(client, "return redis.call('GET', 'other')")),
                new Action("KEYS in a script", client -> eval(client, "return redis.call('KEYS', '*')")));
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void the_documented_user_can_do_nothing_else(Action action) {
        assertThatThrownBy(() -> action.done().accept(user.client()))
                .isInstanceOf(RedisException.class)
                .hasStackTraceContaining(action.refusal());
    }

    record Action(String name, Consumer<RedissonClient> done) {

        /** Inside a script the server words it differently. */
        String refusal() {
            return name.endsWith("in a script") ? "The user executing the script can't" : "NOPERM";
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static void queues(TestRun run) {
        assertThat(run.queues.restore(List.of(durable(5)))).isOne();
        assertThat(run.queues.settings()).isPresent();
        assertThat(run.queues.peek(worker("a"))).isPresent();
        TakeOutcome.Leased first = run.leased("a", OWN);
        run.queues.heartbeat(worker("a"), ONE, List.of(run.held(first)));
        run.queues.complete(first.task().id(), first.token(), worker("a"));
        TakeOutcome.Leased stolen = run.leased("b", TestRun.steal("a"));
        run.queues.fail(stolen.task().id(), stolen.token(), "released", FailKind.RELEASE);
        run.leased("b", RETRY);
        run.expire(stolen.task().id(), 1);
        assertThat(run.queues.reap(10)).isOne();
        run.take("c", OWN, RETRY);
        run.queues.reportIdle(worker("b"), "nothing to steal", Duration.ofMillis(5));
        run.queues.observe();
        assertThat(run.queues.audit()).isEmpty();
        assertThat(run.queues.changeState(RunState.PAUSED)).isEqualTo(RunState.PAUSED);
        run.queues.changeState(RunState.OPEN);
        run.queues.raiseBarrier();
        run.queues.repair();
        run.queues.liftBarrier("start");
        user.connection().server().look();
        assertThat(user.connection().server().rewriteLog()).isTrue();
        assertThat(run.queues.winners()).isNotEmpty();
        assertThat(run.queues.members()).isNotEmpty();
        run.queues.drain(worker("b"), ONE);
        run.queues.declareAbsent(worker("late"));
        run.queues.leave(worker("b"), ONE);
        run.queues.declareLost(worker("c"), ONE);
        assertThat(run.queues.events("", 1000)).extracting(QueueEvent::type).isNotEmpty();
    }

    private static void deadAndSplit(TestRun run) {
        TestRun dying = new TestRun(user);
        dying.queues.open(new RunSettings(2, Duration.ofHours(1), 1));
        dying.join("a").submit(task(0, "a", 1), task(1, "a", 1));
        for (int i = 0; i < 2; i++) {
            TakeOutcome.Leased task = dying.leased("a", OWN);
            dying.queues.fail(task.task().id(), task.token(), "broken", FailKind.BURN);
        }
        List<DeadTask> dead = dying.queues.deadTasks();
        assertThat(dead).hasSize(2);
        dying.queues.split(dead.get(0), List.of(task(2, "a", 1), task(3, "a", 1)));
        dying.queues.retry(dead.subList(1, 2));
        dying.queues.cancel(List.of(id(2), id(3)));
        assertThat(dying.queues.audit()).isEmpty();
        run.queues.cancel(List.of(id(1)));
    }

    private static void registry(TestRun run) throws Exception {
        ClusterRegistry registry = user.connection().registry();
        RunId other = user.freshRun();
        registry.announce(
                new WorkerRecord(worker("a"), ONE, "host", "card", "cpu", 1, Map.of("300", "x"), false, Instant.EPOCH));
        assertThat(registry.workers(Duration.ofMinutes(1))).hasSize(1);
        registry.submit(new RunSpec(other, List.of(), new DataPath("out", ""), 300, "cpu", "sha", StealSettings.ON), 5);
        assertThat(registry.spec(other)).isPresent();
        registry.describe(other, "planning");
        registry.publishSample(other, "{}");
        registry.sample(other);
        registry.own(other, "coordinator", Duration.ofMinutes(1));
        registry.announceCoordinator("coordinator", Duration.ofMinutes(1));
        assertThat(registry.coordinators()).contains("coordinator");
        registry.runs();
        List<String> heard = new CopyOnWriteArrayList<>();
        try (AutoCloseable nudges = registry.onNudge(() -> heard.add("nudge"));
                AutoCloseable requests = registry.onRequest(worker("a"), () -> heard.add("drain"))) {
            registry.nudge();
            assertThat(registry.requestDrain(worker("a"), ONE)).isTrue();
            await().until(() -> heard.containsAll(List.of("nudge", "drain")));
        }
        registry.cancelDrain(worker("a"), ONE);
        registry.withdraw(worker("a"), ONE);
        registry.finish(run.id, RunState.CANCELLED, "done", Duration.ofMinutes(1));
        registry.forget(other);
        assertThat(registry.spec(other)).isEmpty();
    }

    private static Set<String> allowed() {
        return Stream.of(line.split(" ", -1))
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1).replaceFirst("\\|.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static DurableResult durable(int task) {
        return new DurableResult(id(task), new FencingToken(7), worker("a"), 1);
    }

    private static Object eval(RedissonClient client, String script) {
        return client.getScript(StringCodec.INSTANCE)
                .eval(RScript.Mode.READ_WRITE, script, RScript.ReturnType.VALUE, List.of());
    }

    private static RedisNode node(RedissonClient client) {
        return client.getRedisNodes(RedisNodes.SINGLE).getInstance();
    }
}
