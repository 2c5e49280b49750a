package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.coordinator.demo.DemoInput;
import org.virnucpro.coordinator.replay.RecordedEvents;
import org.virnucpro.coordinator.replay.RecordedRun;
import org.virnucpro.coordinator.replay.Replay;

/** A coordinator, workers and a client as separate processes that know nothing of each other but a Redis. */
final class ClusterIT {

    @TempDir
    Path folder;

    private PrivateRedisServer redis;
    private ClusterProcesses cluster;

    @BeforeEach
    void start() throws IOException {
        redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
        cluster = new ClusterProcesses(folder, redis.address());
    }

    @AfterEach
    void stop() {
        cluster.close();
        redis.close();
    }

    @Test
    void a_client_gets_the_predictions_of_the_reference_from_a_cluster() throws Exception {
        List<Path> inputs = cluster.copies(Oracle.inputs());
        cluster.coordinator();
        cluster.cpuWorker("w0");
        cluster.cpuWorker("w1");
        awaitCoordinatorAndWorkers(2);
        Launched client = cluster.predictWithModels(inputs, folder.resolve("out"));
        assertThat(client.exitCode()).as(client.output()).isZero();
        Oracle.assertPredictions(folder.resolve("out"), 500);
        JsonNode run = cluster.json("status").path("runs").get(0);
        assertThat(run.path("state").asText()).isEqualTo("finished");
        assertThat(run.path("done").asInt()).isEqualTo(run.path("planned").asInt());
    }

    @Test
    void workers_go_on_while_no_coordinator_runs_and_the_next_one_counts_nothing_twice() throws Exception {
        List<Path> inputs = new DemoInput()
                .write(Files.createDirectory(folder.resolve("in")))
                .subList(1, 8);
        Launched first = cluster.coordinator();
        cluster.cpuWorker("w0");
        awaitCoordinatorAndWorkers(1);
        Path out = folder.resolve("out");
        Launched client = cluster.predictWithModels(inputs, out);
        try (RedisConnection connection = RedisConnection.open(redis.address())) {
            await().atMost(Duration.ofSeconds(60)).until(() -> done(connection.registry()) > 0);
            first.signal("KILL");
            first.exitCode();
            long then = done(connection.registry());
            await().atMost(Duration.ofSeconds(60)).until(() -> done(connection.registry()) > then + 1);
        }
        cluster.coordinator();
        assertThat(client.exitCode()).as(client.output()).isZero();
        JsonNode manifest = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        List<Integer> done = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = new ObjectMapper().readTree(line);
            if (event.path("type").asText().equals("done")) {
                done.add(event.path("task").asInt());
            }
        }
        assertThat(done)
                .doesNotHaveDuplicates()
                .hasSize(manifest.path("counts").path("tasks").asInt());
        assertThat(rows(out)).isEqualTo(manifest.path("counts").path("frames").asLong());
        RecordedRun recorded = RecordedEvents.read(out.resolve("events.jsonl"));
        assertThat(Replay.of(recorded, recorded.stealing(), 1).result().executions())
                .hasSameSizeAs(done);
    }

    @Test
    void a_run_whose_broker_is_gone_goes_on_with_another_broker() throws Exception {
        List<Path> inputs = cluster.copies(Oracle.inputs());
        Path out = folder.resolve("out");
        cluster.coordinator();
        cluster.cpuWorker("w0");
        awaitCoordinatorAndWorkers(1);
        cluster.predictWithModels(inputs, out);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !finishedTasks(out).isEmpty());
        stop();
        Set<Integer> finished = finishedTasks(out);

        start();
        cluster.coordinator();
        cluster.cpuWorker("w0");
        awaitCoordinatorAndWorkers(1);
        Launched client = cluster.predictWithModels(inputs, out, "--resume");
        assertThat(client.exitCode()).as(client.output()).isZero();
        Oracle.assertPredictions(out, 500);
        JsonNode manifest = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        Set<Integer> reused = new TreeSet<>();
        manifest.path("parts").forEach(part -> {
            if (part.path("reused").asBoolean()) {
                reused.add(part.path("task").asInt());
            }
        });
        assertThat(reused).isEqualTo(finished);
        assertThat(manifest.path("counts").path("tasks_done").asInt())
                .isEqualTo(manifest.path("counts").path("tasks").asInt());
    }

    /** Tasks that have a part on disk. */
    private static Set<Integer> finishedTasks(Path out) throws IOException {
        Set<Integer> tasks = new TreeSet<>();
        if (Files.isDirectory(out)) {
            try (Stream<Path> files = Files.walk(out)) {
                files.filter(file -> file.getParent().endsWith("parts"))
                        .flatMap(file -> PartName.parse(file.getFileName().toString()).stream())
                        .forEach(name -> tasks.add(name.task().index()));
            } catch (UncheckedIOException moving) {
                return Set.of();
            }
        }
        return tasks;
    }

    private void awaitCoordinatorAndWorkers(int workers) {
        await().atMost(Duration.ofSeconds(90)).until(() -> cluster.isReady(workers));
    }

    /** Tasks that are done, of the only run there is. */
    private static long done(ClusterRegistry registry) {
        return registry.runs().stream()
                .mapToLong(run -> registry.queues(run.run()).observe().counts().done())
                .sum();
    }

    private static long rows(Path out) throws IOException {
        long rows = 0;
        try (Stream<Path> tables = Files.walk(out)) {
            for (Path table : tables.filter(file -> file.endsWith("prediction_results.txt"))
                    .toList()) {
                rows += Files.readAllLines(table).size() - 1L;
            }
        }
        return rows;
    }
}
