package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.coordinator.demo.DemoInput;

/** Workers that join and leave while a run is computed, as processes. */
final class ElasticIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final List<Launched> started = new ArrayList<>();
    private PrivateRedisServer redis;
    private Path passwordFile;
    private List<Path> inputs;

    @BeforeEach
    void start() throws IOException {
        redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
        passwordFile = Files.writeString(
                folder.resolve("password"), redis.address().password().orElseThrow());
        inputs = new DemoInput().write(Files.createDirectory(folder.resolve("in")));
    }

    @AfterEach
    void stop() {
        started.forEach(Launched::close);
        redis.close();
    }

    /**
     * Idle workers try again after an hour only, so whatever they take they take because they were woken: the first worker
     * when the run is submitted, the second one when it joins, and again what the first one leaves when it is drained.
     */
    @Test
    void workers_join_and_leave_a_run_without_waiting_and_every_task_counts_once() throws Exception {
        launch("coordinator", "--poll-interval", "2s", "--data-root", "d=" + folder);
        Launched first = worker("w0", "0.02");
        await().atMost(PATIENCE)
                .until(() -> workers().size() == 1 && !coordinators().isEmpty());
        Path out = folder.resolve("out");
        Launched client = predict(out, "--steal-interval", "1h");
        await().atMost(PATIENCE).until(() -> first.output().contains("joined run"));
        Launched second = worker("w1", "50");
        await().atMost(PATIENCE).until(() -> second.output().contains("joined run"));

        Launched unknown = launch("drain", "w7");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("'w7'").contains("w0, w1");
        Launched drain = launch("drain", "w0", "--wait", "--json");
        assertThat(drain.exitCode()).as(drain.output()).isZero();
        assertThat(drain.output()).contains("{\"workers\":{\"w0\":\"gone\"}}");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(client.exitCode()).as(client.output()).isZero();

        List<JsonNode> events = events(out);
        assertThat(of(events, "steal"))
                .isNotEmpty()
                .allMatch(event -> destination(event).equals("w1"));
        assertThat(of(events, "drain")).hasSize(1);
        assertThat(of(events, "done"))
                .extracting(event -> event.path("task").asInt())
                .doesNotHaveDuplicates();
        int tasks = json(out.resolve("run.json")).path("counts").path("tasks").asInt();
        assertThat(of(events, "done")).hasSize(tasks);

        Path alone = folder.resolve("alone");
        assertThat(Launched.run(folder, local(alone))).isZero();
        assertThat(Tables.below(out)).isEqualTo(Tables.below(alone)).hasSize(5 * inputs.size());
    }

    private static String destination(JsonNode event) {
        return event.path("destination").asText();
    }

    private static List<JsonNode> of(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    private static List<JsonNode> events(Path out) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    private Launched launch(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                command, "--redis", redis.address().endpoint(), "--redis-password-file", passwordFile.toString()));
        arguments.addAll(List.of(more));
        Launched launched = Launched.start(folder, arguments.toArray(String[]::new));
        started.add(launched);
        return launched;
    }

    private Launched worker(String name, String speed) throws IOException {
        return launch(
                "worker",
                "--name",
                name,
                "--engine",
                "synthetic",
                "--speed",
                speed,
                "--drain-timeout",
                "2s",
                "--data-root",
                "d=" + folder);
    }

    private Launched predict(Path out, String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-o", out.toString(), "--engine", "synthetic", "--data-root", "d=" + folder));
        arguments.addAll(List.of(more));
        inputs.forEach(input -> arguments.add(input.toString()));
        return launch("predict", arguments.toArray(String[]::new));
    }

    private String[] local(Path out) {
        List<String> arguments = new ArrayList<>(
                List.of("predict", "-o", out.toString(), "--engine", "synthetic", "--workers", "1", "--speed", "1000"));
        inputs.forEach(input -> arguments.add(input.toString()));
        return arguments.toArray(String[]::new);
    }

    private JsonNode status() throws Exception {
        return print("status");
    }

    private JsonNode workers() throws Exception {
        return print("workers").path("workers");
    }

    private JsonNode coordinators() throws Exception {
        return status().path("coordinators");
    }

    private JsonNode print(String command) throws Exception {
        try (Launched launched = launch(command, "--json")) {
            assertThat(launched.exitCode()).as(launched.output()).isZero();
            return new ObjectMapper().readTree(launched.output());
        }
    }
}
