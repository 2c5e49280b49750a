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
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.part.PartName;
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

    private final List<Launched> started = new ArrayList<>();
    private PrivateRedisServer redis;
    private Path passwordFile;

    @BeforeEach
    void start() throws IOException {
        redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
        passwordFile = Files.writeString(
                folder.resolve("password"), redis.address().password().orElseThrow());
    }

    @AfterEach
    void stop() {
        started.forEach(Launched::close);
        redis.close();
    }

    @Test
    void a_client_gets_the_predictions_of_the_reference_from_a_cluster() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        for (Path input : Oracle.inputs()) {
            Files.copy(input, in.resolve(input.getFileName()));
        }
        launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
        launchWorker("w0");
        launchWorker("w1");
        awaitCoordinatorAndWorkers(2);
        Launched client = predict(in, folder.resolve("out"));
        assertThat(client.exitCode()).as(client.output()).isZero();
        Oracle.assertPredictions(folder.resolve("out"), 500);
        JsonNode run = status().path("runs").get(0);
        assertThat(run.path("state").asText()).isEqualTo("finished");
        assertThat(run.path("done").asInt()).isEqualTo(run.path("planned").asInt());
    }

    @Test
    void a_killed_coordinator_is_replaced_and_nothing_is_computed_or_counted_twice() throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        new DemoInput().write(in);
        Launched first = launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
        launchWorker("w0");
        awaitCoordinatorAndWorkers(1);
        Path out = folder.resolve("out");
        Launched client = predict(in, out);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> status().path("runs").size() == 1
                        && status().path("runs").get(0).path("done").asInt() > 0);
        first.signal("KILL");
        launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
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
        Path in = Files.createDirectory(folder.resolve("in"));
        for (Path input : Oracle.inputs()) {
            Files.copy(input, in.resolve(input.getFileName()));
        }
        Path out = folder.resolve("out");
        launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
        launchWorker("w0");
        awaitCoordinatorAndWorkers(1);
        predict(in, out);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !finishedTasks(out).isEmpty());
        stop();
        started.clear();
        Set<Integer> finished = finishedTasks(out);

        start();
        launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
        launchWorker("w0");
        awaitCoordinatorAndWorkers(1);
        Launched client = predict(in, out, "--resume");
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

    private Launched launch(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                command, "--redis", redis.address().endpoint(), "--redis-password-file", passwordFile.toString()));
        arguments.addAll(List.of(more));
        Launched launched = Launched.start(folder, arguments.toArray(String[]::new));
        started.add(launched);
        return launched;
    }

    private void launchWorker(String name) throws IOException {
        launch(
                "worker",
                "--name",
                name,
                "--engine",
                "cpu",
                "--threads",
                "1",
                "--models",
                Oracle.MODELS.toString(),
                "--data-root",
                "d=" + folder);
    }

    private Launched predict(Path in, Path out, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-o", out.toString(), "--models", Oracle.MODELS.toString(), "--data-root", "d=" + folder));
        try (Stream<Path> files = Files.list(in)) {
            files.sorted().forEach(file -> arguments.add(file.toString()));
        }
        arguments.addAll(List.of(more));
        return launch("predict", arguments.toArray(String[]::new));
    }

    private JsonNode status() throws Exception {
        return json("status", "--json");
    }

    private void awaitCoordinatorAndWorkers(int workers) {
        await().atMost(Duration.ofSeconds(90))
                .until(() -> status().path("coordinators").size() == 1
                        && json("workers", "--json").path("workers").size() == workers);
    }

    private JsonNode json(String command, String... more) throws Exception {
        try (Launched launched = launch(command, more)) {
            assertThat(launched.exitCode()).as(launched.output()).isZero();
            return new ObjectMapper().readTree(launched.output());
        }
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
