package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.coordinator.explain.Explanation;
import org.virnucpro.coordinator.explain.IdleStretch;
import org.virnucpro.coordinator.explain.LiveRun;
import org.virnucpro.worker.predict.SyntheticShardPredictor;

/** Real loops with unequal work on a real broker, in real time: every idle stretch must have a reason. */
@ExtendWith(RedisExtension.class)
final class ExplainedRunRedisTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);

    /** Milliseconds of the tasks that each of three workers has at the beginning. */
    private static final long[][] QUEUES = {{350, 350, 300, 300, 250}, {100, 50}, {}};

    private record Gap(WorkerId worker, Instant start, Instant end) {}

    @TempDir
    Path folder;

    private TestRedis redis;
    private WatchedRegistry registry;
    private RunId run;
    private SharedWorkQueues queues;

    @BeforeEach
    void open_a_run(TestRedis shared) {
        redis = shared;
        run = redis.freshRun();
        queues = redis.connection().queues(run);
        registry = new WatchedRegistry(redis.connection().registry());
    }

    @Test
    void every_idle_stretch_longer_than_a_steal_interval_has_a_reason_without_stealing() throws Exception {
        compute(StealSettings.OFF.withInterval(INTERVAL), registry.port());

        assertEveryGapIsExplained();
        assertThat(explanation().stretches())
                .flatExtracting(IdleStretch::causes)
                .extracting(IdleStretch.Cause::reason)
                .contains(IdleReason.STEALING_OFF.words());
    }

    @Test
    void every_idle_stretch_longer_than_a_steal_interval_has_a_reason_with_stealing() throws Exception {
        // a margin that lets some steals happen and refuses others
        compute(
                StealSettings.ON.withInterval(INTERVAL).withMargin(new StealMargin(Duration.ofMillis(500), 0.05)),
                registry.port());

        assertEveryGapIsExplained();
        assertThat(queues.observe().counts().steals()).isPositive();
    }

    @Test
    void without_reports_the_same_stretches_stand_unexplained() throws Exception {
        compute(StealSettings.OFF.withInterval(INTERVAL), silenced(registry.port()));

        assertThat(explanation().stretches())
                .hasSameSizeAs(gaps())
                .isNotEmpty()
                .allSatisfy(stretch -> assertThat(stretch.causes()).isEmpty());
    }

    private void assertEveryGapIsExplained() {
        List<Gap> gaps = gaps();
        assertThat(gaps).as("idle stretches, computed by this test").isNotEmpty();
        List<IdleStretch> stretches = explanation().stretches();
        assertThat(stretches).hasSameSizeAs(gaps);
        for (Gap gap : gaps) {
            assertThat(stretches).as("%s", gap).anySatisfy(stretch -> {
                assertThat(stretch.worker()).isEqualTo(gap.worker());
                assertThat(stretch.start()).isEqualTo(gap.start());
                assertThat(stretch.end()).isEqualTo(gap.end());
                assertThat(stretch.causes())
                        .isNotEmpty()
                        .allSatisfy(cause -> assertThat(cause.reason()).isNotBlank());
            });
        }
    }

    private Explanation explanation() {
        RunSummary summary = redis.connection().registry().run(run).orElseThrow();
        return new LiveRun(redis.connection().registry(), summary).explain(Optional.empty());
    }

    /** Between tasks that were done, from the join on and up to the end of the last task of all. */
    private List<Gap> gaps() {
        List<QueueEvent> events = queues.events("", 10_000);
        Instant end = events.stream()
                .filter(event -> event.type() == QueueEvent.Type.DONE)
                .map(QueueEvent::time)
                .max(Instant::compareTo)
                .orElseThrow();
        List<Gap> gaps = new ArrayList<>();
        for (QueueEvent join : events.stream()
                .filter(event -> event.type() == QueueEvent.Type.JOIN)
                .toList()) {
            Instant free = join.time();
            for (QueueEvent done : events.stream()
                    .filter(event -> event.type() == QueueEvent.Type.DONE
                            && event.source().equals(join.source()))
                    .sorted(Comparator.comparing(QueueEvent::time))
                    .toList()) {
                gaps.add(new Gap(new WorkerId(join.source()), free, done.time().minusMillis(done.elapsedMillis())));
                free = done.time();
            }
            gaps.add(new Gap(new WorkerId(join.source()), free, end));
        }
        gaps.removeIf(gap -> Duration.between(gap.start(), gap.end()).compareTo(INTERVAL) <= 0);
        return gaps;
    }

    private void compute(StealSettings stealing, ClusterRegistry port) throws Exception {
        Path output = Files.createDirectories(folder.resolve("out"));
        Path input = Files.writeString(folder.resolve("in.fa"), ">r\nACGTACGTACGT\n");
        RunSpec spec = new RunSpec(
                run,
                List.of(new InputFile(new DataPath("data", "in.fa"), "in", Files.size(input))),
                new DataPath("data", "out"),
                300,
                "synthetic",
                "",
                stealing);
        Files.createDirectories(PartFolder.below(output, run).path());
        registry.submit(spec);
        List<Task> tasks = tasks(Files.size(input));
        queues.open(RunSettings.of(tasks.size()));
        queues.submit(tasks);
        List<WorkerLoop> loops = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < QUEUES.length; worker++) {
            WorkerLoop loop = loop(worker, port);
            loops.add(loop);
            threads.add(new Thread(loop::run, "worker-" + worker));
        }
        threads.forEach(Thread::start);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> queues.observe().counts().isOver());
        loops.forEach(WorkerLoop::requestDrain);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(queues.deadTasks()).isEmpty();
    }

    private WorkerLoop loop(int worker, ClusterRegistry port) throws IOException {
        WorkerRecord self = new WorkerRecord(
                new WorkerId("w" + worker),
                Incarnation.fresh(),
                "host",
                "device",
                "synthetic",
                1,
                Map.of(),
                false,
                Instant.EPOCH);
        return new WorkerLoop(
                self,
                port,
                DataRoots.of(Map.of("data", folder)),
                new SyntheticShardPredictor(1, time -> LockSupport.parkNanos(time.toNanos())),
                LoopTiming.real(Duration.ofSeconds(5)));
    }

    private static List<Task> tasks(long bytes) {
        List<Task> tasks = new ArrayList<>();
        for (int worker = 0; worker < QUEUES.length; worker++) {
            for (long millis : QUEUES[worker]) {
                Shard shard = new Shard(0, 0, bytes, 1, 1, 6);
                tasks.add(new Task(new TaskId(tasks.size()), 1, millis, new WorkerId("w" + worker), shard));
            }
        }
        return tasks;
    }

    /** The registry whose queues drop reports. */
    private static ClusterRegistry silenced(ClusterRegistry real) {
        return (ClusterRegistry) Proxy.newProxyInstance(
                ClusterRegistry.class.getClassLoader(),
                new Class<?>[] {ClusterRegistry.class},
                (proxy, method, with) -> {
                    try {
                        Object answer = method.invoke(real, with);
                        return answer instanceof SharedWorkQueues found ? silenced(found) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static SharedWorkQueues silenced(SharedWorkQueues real) {
        return (SharedWorkQueues) Proxy.newProxyInstance(
                SharedWorkQueues.class.getClassLoader(),
                new Class<?>[] {SharedWorkQueues.class},
                (proxy, method, with) -> {
                    if (method.getName().equals("reportIdle")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, with);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
