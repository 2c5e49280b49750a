package org.virnucpro.coordinator.service;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;

/** Health, readiness, metrics. Nothing here waits for the broker. */
final class Probes {

    /** Longer than any answer of the broker may take, tries included. */
    private static final Duration HUNG = Duration.ofMinutes(2);

    private static final Duration STALE = Duration.ofSeconds(15);

    private final ClusterWatch watch;
    private final Exposition exposition;

    Probes(ClusterWatch watch, Exposition exposition) {
        this.watch = watch;
        this.exposition = exposition;
    }

    List<Route> routes() {
        return List.of(
                Route.vital("/healthz", request -> alive()),
                Route.vital("/readyz", request -> ready()),
                Route.vital(
                        "/metrics",
                        request -> Response.bytes(
                                Exposition.CONTENT_TYPE,
                                exposition.text().getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    /** Whether this process works; a broker that is down is no reason to start it anew. */
    private Response alive() {
        ClusterWatch.Health health = watch.health();
        boolean hung =
                health.sinceRound().filter(since -> since.compareTo(HUNG) > 0).isPresent();
        return answer(!hung, "alive", hung ? "the look at the cluster hangs" : "", health.sinceRound());
    }

    /** Whether it can serve: the broker answered just now. */
    private Response ready() {
        ClusterWatch.Health health = watch.health();
        boolean recent = health.sinceAnswer()
                .filter(since -> since.compareTo(STALE) <= 0)
                .isPresent();
        String why = recent ? "" : health.fault().isEmpty() ? "the last look at the broker is too old" : health.fault();
        return answer(recent && health.answered(), "ready", why.isEmpty() ? health.fault() : why, health.sinceAnswer());
    }

    private static Response answer(boolean good, String name, String why, Optional<Duration> since) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, good);
        answer.put("reason", why);
        answer.put(
                "last_look_seconds",
                since.map(duration -> (double) duration.toMillis() / 1000).orElse(null));
        return Response.json(good ? 200 : 503, answer);
    }
}
