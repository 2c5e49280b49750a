package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redisson.api.redisnode.RedisNodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.sequence.InputStem;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.DiskCheck;
import org.virnucpro.coordinator.run.RunExecution;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunListener;
import org.virnucpro.coordinator.run.RunReport;
import org.virnucpro.coordinator.verify.ResultVerifier;
import org.virnucpro.worker.loop.LoopTiming;
import org.virnucpro.worker.loop.WorkerLoop;
import org.virnucpro.worker.predict.SyntheticShardPredictor;

/** Coordinators that stop in the middle, two at once, and a broker without memory; the worker is a real loop. */
final class CoordinatorFaultRedisTest {

    private static final WorkerId WORKER = new WorkerId("w");

    /** Where a coordinator stops: at this call, which is not made, or only half. */
    enum StopAt {
        PLAN_WRITTEN("open"),
        HALF_SUBMITTED("submit"),
        MERGED("state"),
        PUBLISHED("finish"),
        FINISHED("nudge");

        private final String call;

        StopAt(String call) {
            this.call = call;
        }
    }

    /** Stands for the end of the process. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Sees a call before it is made. */
    private interface Look {
        void at(Object port, String call, Object[] arguments);
    }

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestRedis redis;
    private ClusterRegistry registry;
    private WorkerLoop worker;
    private Future<?> working;

    @BeforeEach
    void start() {
        redis = TestRedis.of(PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT));
        registry = redis.connection().registry();
        WorkerRecord self = new WorkerRecord(
                WORKER, Incarnation.fresh(), "host", "device", "synthetic", 1, Map.of(), false, Instant.EPOCH);
        worker = new WorkerLoop(
                self,
                registry,
                roots(),
                new SyntheticShardPredictor(Double.POSITIVE_INFINITY, time -> {}),
                LoopTiming.real(Duration.ofSeconds(1)));
        working = threads.submit(worker::run);
    }

    @AfterEach
    void stop() throws Exception {
        worker.requestDrain();
        working.get();
        threads.shutdownNow();
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_run_whose_coordinator_stops_is_brought_to_the_same_end_by_the_next(StopAt point) throws Exception {
        Map<String, String> calm = calmRun();
        RunSpec spec = submitted("stopped");
        assertThatThrownBy(() -> execution(spec, stopping(point)).execute(this::workforce, new RunListener() {}))
                .isInstanceOf(Stopped.class);
        RunCounts counts = registry.queues(spec.run()).observe().counts();
        if (point == StopAt.HALF_SUBMITTED) {
            assertThat(counts.submitted()).isPositive().isLessThan(counts.planned());
        }
        assertThat(Files.exists(output(spec).resolve("run.json")))
                .as("published")
                .isEqualTo(point.compareTo(StopAt.PUBLISHED) >= 0);

        RunReport report = execution(spec, registry).execute(this::workforce, new RunListener() {});
        assertThat(report.exitCode()).isZero();
        assertResults(spec, calm);
    }

    @Test
    void of_two_coordinators_of_a_run_one_publishes_and_the_other_says_so() throws Exception {
        Map<String, String> calm = calmRun();
        RunSpec spec = submitted("two");
        CyclicBarrier both = new CyclicBarrier(2);
        RunListener together = new RunListener() {
            @Override
            public void merging() {
                try {
                    both.await();
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
            }
        };
        List<Future<RunReport>> coordinators = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            coordinators.add(threads.submit(() -> execution(spec, registry).execute(this::workforce, together)));
        }
        int published = 0;
        for (Future<RunReport> coordinator : coordinators) {
            try {
                assertThat(coordinator.get().exitCode()).isZero();
                published++;
            } catch (ExecutionException second) {
                assertThat(second.getCause())
                        .isInstanceOf(RunFailedException.class)
                        .hasMessageContaining("another coordinator has published this run");
            }
        }
        assertThat(published).isEqualTo(1);
        assertResults(spec, calm);
    }

    @Test
    void a_broker_without_memory_refuses_a_run_in_words_and_takes_it_when_there_is_memory() throws Exception {
        Map<String, String> calm = calmRun();
        RunSpec spec = submitted("full");
        ClusterRegistry full = watched((port, call, arguments) -> {
            if (call.equals("submit")) {
                maxmemory("1");
            }
        });
        assertThatThrownBy(() -> execution(spec, full).execute(this::workforce, new RunListener() {}))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("Redis has reached its maxmemory and refuses SUBMIT")
                .hasMessageContaining("Raise maxmemory, then repeat");
        assertThatThrownBy(() -> submitted("next"))
                .isInstanceOf(BrokerException.class)
                .hasMessageContaining("maxmemory");
        maxmemory("0");
        assertThat(execution(spec, registry)
                        .execute(this::workforce, new RunListener() {})
                        .exitCode())
                .isZero();
        assertResults(spec, calm);
    }

    private void maxmemory(String bytes) {
        redis.client().getRedisNodes(RedisNodes.SINGLE).getInstance().setConfig("maxmemory", bytes);
    }

    private void assertResults(RunSpec spec, Map<String, String> calm) throws IOException {
        Path out = output(spec);
        assertThat(Tables.below(out)).isNotEmpty().isEqualTo(calm);
        assertThat(new ResultVerifier(out.toRealPath()).verify().problems()).isEmpty();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("."));
        }
        assertThat(registry.run(spec.run()).map(RunSummary::state)).isEqualTo(Optional.of(RunState.FINISHED));
        assertThat(registry.queues(spec.run()).audit()).isEmpty();
        List<Integer> done = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("type").asText().equals("done")) {
                done.add(event.path("task").asInt());
            }
        }
        assertThat(done).doesNotHaveDuplicates().hasSize((int)
                registry.queues(spec.run()).observe().counts().planned());
    }

    private Map<String, String> calmRun() throws Exception {
        RunSpec spec = submitted("calm");
        execution(spec, registry).execute(this::workforce, new RunListener() {});
        return Tables.below(output(spec));
    }

    private RunSpec submitted(String name) throws IOException {
        Files.createDirectories(folder.resolve(name));
        List<InputFile> inputs = new ArrayList<>();
        for (Path input : Oracle.inputs().subList(2, 4)) {
            inputs.add(new InputFile(
                    new DataPath("in", input.getFileName().toString()),
                    InputStem.of(input.getFileName().toString()),
                    Files.size(input)));
        }
        RunSpec spec = new RunSpec(
                new RunId(name),
                inputs,
                new DataPath("out", name),
                300,
                "synthetic",
                "",
                StealSettings.ON,
                new ShardLimit(Duration.ofMillis(10), 0),
                ResultSettings.DEFAULT);
        registry.submit(spec, 0);
        return spec;
    }

    private Path output(RunSpec spec) {
        return roots().resolve(spec.output());
    }

    private DataRoots roots() {
        return DataRoots.of(Map.of("in", Oracle.MODELS.resolve("predict"), "out", folder));
    }

    private List<WorkerSpeed> workforce() {
        return List.of(new WorkerSpeed(WORKER, 1));
    }

    private RunExecution execution(RunSpec spec, ClusterRegistry seen) {
        RunExecution.Settings settings = new RunExecution.Settings(
                Duration.ofMillis(50),
                Duration.ofSeconds(30),
                RetryBudget.DEFAULT,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5));
        return new RunExecution(
                spec,
                settings,
                seen,
                roots(),
                new RunCosts(spec, Optional.empty(), any -> Optional.of("device")),
                DiskCheck.NONE,
                InstantSource.system());
    }

    /** A registry on which a coordinator comes this far. */
    private ClusterRegistry stopping(StopAt point) {
        List<String> calls = new ArrayList<>();
        return watched((port, call, arguments) -> {
            calls.add(call);
            if (!call.equals(point.call)
                    || point == StopAt.MERGED && !calls.contains("deadTasks")
                    || point == StopAt.FINISHED && !calls.contains("finish")) {
                return;
            }
            if (point == StopAt.HALF_SUBMITTED) {
                @SuppressWarnings("unchecked")
                List<Task> tasks = (List<Task>) arguments[0];
                ((SharedWorkQueues) port).submit(tasks.subList(0, tasks.size() / 2));
            }
            throw new Stopped();
        });
    }

    private ClusterRegistry watched(Look look) {
        return wrap(ClusterRegistry.class, registry, look);
    }

    private static <T> T wrap(Class<T> port, T real, Look look) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    look.at(real, method.getName(), arguments);
                    try {
                        Object answer = method.invoke(real, arguments);
                        return answer instanceof SharedWorkQueues queues
                                ? wrap(SharedWorkQueues.class, queues, look)
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
