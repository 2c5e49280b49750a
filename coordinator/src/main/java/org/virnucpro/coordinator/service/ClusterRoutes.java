package org.virnucpro.coordinator.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.coordinator.control.RunControl;
import org.virnucpro.coordinator.http.EventFeed;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.status.WorkerDescription;

/** The cluster as a whole: workers, what this program is, the event stream, and the description of this interface. */
final class ClusterRoutes {

    private final ClusterWatch watch;
    private final EventFeed feed;
    private final Build build;

    /** Which program this is. */
    record Build(String version, String commit, String java) {}

    ClusterRoutes(ClusterWatch watch, EventFeed feed, Build build) {
        this.watch = watch;
        this.feed = feed;
        this.build = build;
    }

    List<Route> routes() {
        byte[] description = openApi();
        return List.of(
                Route.get("/api/v1/cluster", request -> cluster()),
                Route.get("/api/v1/workers", request -> workers()),
                Route.get("/api/v1/version", request -> version()),
                Route.get("/api/v1/events", request -> new Response.Events(feed)),
                Route.get("/api/v1/openapi.json", request -> Response.bytes("application/json", description)));
    }

    private Response cluster() {
        ClusterSnapshot snapshot = watch.snapshot();
        ClusterWatch.Health health = watch.health();
        Map<String, Long> runs = new TreeMap<>();
        snapshot.runs().forEach(run -> runs.merge(RunControl.word(run.state()), 1L, Long::sum));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", build.version());
        answer.put("coordinators", snapshot.coordinators());
        answer.put("broker_answers", health.answered());
        answer.put("broker_fault", health.fault());
        answer.put("workers", snapshot.live().size());
        answer.put("silent_workers", snapshot.silent().size());
        answer.put("runs", runs);
        answer.put("event_listeners", feed.listeners());
        return Response.json(answer);
    }

    private Response workers() {
        ClusterSnapshot snapshot = watch.snapshot();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "workers",
                snapshot.live().stream()
                        .map(worker -> WorkerDescription.of(worker, snapshot.samples()))
                        .toList());
        answer.put(
                "silent",
                snapshot.silent().stream()
                        .map((WorkerRecord worker) -> WorkerDescription.of(worker, snapshot.samples()))
                        .toList());
        return Response.json(answer);
    }

    private Response version() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", build.version());
        answer.put("commit", build.commit());
        answer.put("java", build.java());
        return Response.json(answer);
    }

    private static byte[] openApi() {
        try (InputStream file =
                Objects.requireNonNull(ClusterRoutes.class.getResourceAsStream("openapi.json"), "openapi.json")) {
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException("openapi.json cannot be read from the program", broken);
        }
    }
}
