package org.virnucpro.coordinator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.control.RunSubmission;
import org.virnucpro.coordinator.http.AccessToken;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpServer;

/** The API over HTTP with a real Redis behind it. */
@ExtendWith(RedisExtension.class)
@Timeout(60)
final class ClusterServiceRedisTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final Incarnation ONE = new Incarnation("one");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ClusterRegistry registry;
    private RunId run;
    private WorkerId worker;
    private SharedWorkQueues queues;
    private ClusterService service;

    @BeforeEach
    void a_run_of_three_tasks_one_done_and_one_dead(TestRedis redis) throws IOException {
        registry = redis.connection().registry();
        run = redis.freshRun();
        worker = new WorkerId("w-" + run.value());
        registry.submit(
                new RunSpec(run, List.of(), new DataPath("d", run.value()), 500, "synthetic", "", StealSettings.ON), 0);
        registry.announce(
                new WorkerRecord(worker, ONE, "host", "processor", "synthetic", 1, Map.of(), false, Instant.EPOCH));
        queues = registry.queues(run);
        queues.open(new RunSettings(3, Duration.ofSeconds(30), 1));
        queues.submit(IntStream.range(0, 3)
                .mapToObj(id -> new Task(new TaskId(id), 1, 1, worker, new Shard(0, 0, 10, 1, 2, 10)))
                .toList());
        queues.join(worker, ONE);
        TakeOutcome.Leased done = take();
        queues.complete(done.task().id(), done.token(), worker);
        TakeOutcome.Leased dead = take();
        queues.fail(dead.task().id(), dead.token(), "out of order", FailKind.BURN);
        DataRoots roots = DataRoots.parse(List.of("d=" + folder));
        service = ClusterService.start(
                new ClusterService.Subject(
                        registry,
                        Optional.of(new RunSubmission(registry, roots, () -> new RunId(run + "-sent"))),
                        Map.of("d", folder),
                        "1.0",
                        "abc",
                        "17"),
                HttpServer.Settings.of(HttpAddress.loopback(0), Optional.of(AccessToken.of(TOKEN))),
                new ClusterService.Clocks(Ticker.system(), InstantSource.system()),
                List.of());
        await().until(() -> get("/readyz").statusCode() == 200);
    }

    @AfterEach
    void stop() {
        service.close();
        registry.withdraw(worker, ONE);
    }

    @Test
    void a_run_can_be_read_in_all_its_parts() throws Exception {
        assertThat(json(get("/api/v1/runs/" + run)).path("done").asInt()).isEqualTo(1);
        assertThat(json(get("/api/v1/runs")).path("runs").findValuesAsText("run"))
                .contains(run.value());
        JsonNode tasks = json(get("/api/v1/runs/" + run + "/tasks?limit=2"));
        assertThat(tasks.path("tasks").findValuesAsText("state")).containsExactly("done", "dead");
        assertThat(tasks.path("next").asInt()).isEqualTo(1);
        JsonNode rest = json(get("/api/v1/runs/" + run + "/tasks?after=1"));
        assertThat(rest.path("tasks").findValuesAsText("state")).containsExactly("pending");
        assertThat(rest.path("next").isNull()).isTrue();
        JsonNode dead = json(get("/api/v1/runs/" + run + "/tasks?state=dead")).path("dead");
        assertThat(dead.path(0).path("cause").asText()).contains("out of order");
        JsonNode events = json(get("/api/v1/runs/" + run + "/events?limit=2"));
        assertThat(events.path("events").size()).isEqualTo(2);
        assertThat(json(get("/api/v1/runs/" + run + "/events?after="
                                + events.path("next").asText()))
                        .path("events")
                        .findValuesAsText("type"))
                .contains("dead");
        assertThat(json(get("/api/v1/runs/" + run + "/explain")).path("run").asText())
                .isEqualTo(run.value());
        assertThat(json(get("/api/v1/workers")).path("workers").findValuesAsText("worker"))
                .contains(worker.value());
        assertThat(json(get("/api/v1/version")).path("version").asText()).isEqualTo("1.0");
    }

    @Test
    void what_does_not_exist_is_404_and_what_makes_no_sense_400() throws Exception {
        assertThat(get("/api/v1/runs/no-such-run").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/runs/%20").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/runs/" + run + "/tasks?limit=100000").statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/runs/" + run + "/tasks?state=lost").body()).contains("pending, running");
        assertThat(get("/api/v1/runs/" + run + "/events?after=x").statusCode()).isEqualTo(400);
        assertThat(post("/api/v1/workers/nobody/drain", "").statusCode()).isEqualTo(404);
        assertThat(post("/api/v1/runs/" + run + "/retry", "{}").statusCode()).isEqualTo(400);
        assertThat(post("/api/v1/runs/" + run + "/retry", "{\"tasks\":[0]}").body())
                .contains("is not dead");
        assertThat(post("/api/v1/runs", "{\"inputz\":[]}").body()).contains("unknown field 'inputz'");
        assertThat(post("/api/v1/runs", "{\"inputs\":[\"d:no.fa\"],\"output\":\"d:o\",\"engine\":\"synthetic\"}")
                        .body())
                .contains("does not exist");
        assertThat(post("/api/v1/runs", "{\"inputs\":[\"d:../x\"],\"output\":\"d:o\"}")
                        .body())
                .contains("leaves its data root");
    }

    @Test
    void changes_are_what_the_commands_do() throws Exception {
        assertThat(json(post("/api/v1/runs/" + run + "/pause", ""))
                        .path("state")
                        .asText())
                .isEqualTo("paused");
        assertThat(queues.state()).isEqualTo(RunState.PAUSED);
        assertThat(json(post("/api/v1/runs/" + run + "/continue", ""))
                        .path("state")
                        .asText())
                .isEqualTo("open");
        assertThat(json(post("/api/v1/runs/" + run + "/retry", "{\"all\":true}"))
                        .path("tried_again")
                        .asInt())
                .isEqualTo(1);
        assertThat(queues.deadTasks()).isEmpty();
        assertThat(json(post("/api/v1/workers/" + worker + "/drain", ""))
                        .path("state")
                        .asText())
                .isEqualTo("draining");
        assertThat(json(post("/api/v1/workers/" + worker + "/drain", "{\"cancel\":true}"))
                        .path("state")
                        .asText())
                .isEqualTo("working");
        assertThat(json(post("/api/v1/runs/" + run + "/cancel", ""))
                        .path("state")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(post("/api/v1/runs/" + run + "/cancel", "").statusCode()).isEqualTo(409);
    }

    @Test
    void a_run_can_be_submitted() throws Exception {
        Files.writeString(folder.resolve("a.fa"), ">a\nACGT\n");
        HttpResponse<String> answer = post(
                "/api/v1/runs",
                "{\"inputs\":[\"d:a.fa\"],\"output\":\"d:out\",\"engine\":\"synthetic\",\"length\":300}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        RunId sent = new RunId(run + "-sent");
        assertThat(registry.spec(sent).orElseThrow().chunkSize()).isEqualTo(300);
        assertThat(post("/api/v1/runs/" + sent + "/cancel", "").statusCode()).isEqualTo(200);
    }

    @Test
    void events_tell_what_happens_from_now_on_and_how_things_stand() throws Exception {
        HttpResponse<InputStream> stream = client.send(
                HttpRequest.newBuilder(uri("/api/v1/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (!line.contains(run.value())) {
                line = lines.readLine();
            }
            TakeOutcome.Leased last = take();
            queues.complete(last.task().id(), last.token(), worker);
            while (!line.contains("\"type\":\"done\"")) {
                line = lines.readLine();
            }
            assertThat(line).contains("\"run\":\"" + run + "\"").contains("\"task\":2");
        }
    }

    @Test
    void metrics_show_workers_and_forget_those_that_have_left() throws Exception {
        await().until(() -> get("/metrics").body().contains("virnucpro_worker_up{"));
        assertThat(get("/metrics").body())
                .contains("worker=\"" + worker + "\"")
                .contains("virnucpro_broker_up 1.0")
                .contains("virnucpro_build_info{")
                .contains("virnucpro_data_root_free_bytes{root=\"d\"}");
        registry.withdraw(worker, ONE);
        await().until(() -> !get("/metrics").body().contains("worker=\"" + worker + "\""));
    }

    private TakeOutcome.Leased take() {
        return (TakeOutcome.Leased) queues.take(
                new TakeRequest(worker, ONE, List.of(new TakeSource.OwnQueue()), List.of(), Optional.empty()));
    }

    private URI uri(String path) {
        return URI.create("http://" + service.address() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }
}
