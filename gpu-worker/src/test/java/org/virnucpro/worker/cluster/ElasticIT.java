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

    private PrivateRedisServer redis;
    private ClusterProcesses cluster;
    private List<Path> inputs;

    @BeforeEach
    void start() throws IOException {
        redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
        cluster = new ClusterProcesses(folder, redis.address());
        inputs = new DemoInput().write(Files.createDirectory(folder.resolve("in")));
    }

    @AfterEach
    void stop() {
        cluster.close();
        redis.close();
    }

    /**
     * Idle workers try again after an hour only, so whatever they take they take because they were woken: the first worker
     * when the run is submitted, the second one when it joins, and again what the first one leaves when it is drained.
     */
    @Test
    void workers_join_and_leave_a_run_without_waiting_and_every_task_counts_once() throws Exception {
        cluster.coordinator();
        Launched first = worker("w0", "0.02");
        await().atMost(PATIENCE).until(() -> cluster.isReady(1));
        Path out = folder.resolve("out");
        Launched client = cluster.predict(inputs, out, "--engine", "synthetic", "--steal-interval", "1h");
        await().atMost(PATIENCE).until(() -> first.output().contains("joined run"));
        Launched second = worker("w1", "50");
        await().atMost(PATIENCE).until(() -> second.output().contains("joined run"));

        Launched unknown = cluster.launch("drain", "w7");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.output()).contains("'w7'").contains("w0, w1");
        Launched drain = cluster.launch("drain", "w0", "--wait", "--json");
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

    private Launched worker(String name, String speed) throws IOException {
        return cluster.worker(name, "--engine", "synthetic", "--speed", speed, "--drain-timeout", "2s");
    }

    private String[] local(Path out) {
        List<String> arguments = new ArrayList<>(
                List.of("predict", "-o", out.toString(), "--engine", "synthetic", "--workers", "1", "--speed", "1000"));
        inputs.forEach(input -> arguments.add(input.toString()));
        return arguments.toArray(String[]::new);
    }
}
