package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.coordinator.control.RefusedException;
import org.virnucpro.coordinator.control.RunControl;
import org.virnucpro.coordinator.control.RunSubmission;
import org.virnucpro.coordinator.control.WorkerDrain;
import org.virnucpro.coordinator.http.Handler;
import org.virnucpro.coordinator.http.HttpProblem;
import org.virnucpro.coordinator.http.Request;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.status.DeadTaskDescription;

/** Changes: what the commands of the same names do. */
final class ChangeRoutes {

    private static final Logger log = LoggerFactory.getLogger(ChangeRoutes.class);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final ClusterRegistry registry;
    private final RunControl control;
    private final Optional<RunSubmission> submission;

    /** @param submission takes new runs; empty: this server takes none */
    ChangeRoutes(ClusterRegistry registry, Optional<RunSubmission> submission) {
        this.registry = registry;
        this.control = new RunControl(registry);
        this.submission = submission;
    }

    List<Route> routes() {
        return List.of(
                change("/api/v1/runs", this::submit),
                change(
                        "/api/v1/runs/{run}/cancel",
                        request -> state(request, run -> control.cancel(run, "given up over HTTP"))),
                change("/api/v1/runs/{run}/pause", request -> state(request, control::pause)),
                change("/api/v1/runs/{run}/continue", request -> state(request, control::proceed)),
                change("/api/v1/runs/{run}/retry", this::retry),
                change("/api/v1/workers/{worker}/drain", this::drain));
    }

    private static Route change(String path, Handler handler) {
        return Route.change(path, request -> {
            log.info("HTTP: POST {}", request.path());
            return Refusals.answered(handler).handle(request);
        });
    }

    @FunctionalInterface
    private interface Change {
        RunState apply(String run);
    }

    private static Response state(Request request, Change change) {
        String run = request.parameter("run");
        return Response.json(Map.of("run", run, "state", RunControl.word(change.apply(run))));
    }

    private Response submit(Request request) {
        RunSubmission taking = submission.orElseThrow(() ->
                HttpProblem.conflict("this server belongs to one run and takes no others", "start a coordinator"));
        RunSpec spec = taking.submit(SubmissionJson.read(request.json()));
        return Response.json(201, Map.of("run", spec.run().value(), "state", "planning"))
                .with("Location", "/api/v1/runs/" + spec.run());
    }

    private Response retry(Request request) {
        String run = request.parameter("run");
        JsonNode body = request.json();
        boolean all = body.path("all").asBoolean(false);
        JsonNode tasks = body.path("tasks");
        if (all == tasks.isArray()) {
            throw HttpProblem.badRequest(
                    "which tasks are to be tried again?", "send {\"all\":true} or {\"tasks\":[17,42]}");
        }
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode task : tasks) {
            if (!task.canConvertToExactIntegral() || !task.canConvertToInt()) {
                throw HttpProblem.badRequest("'" + task + "' is no number of a task", "send {\"tasks\":[17,42]}");
            }
            numbers.add(task.intValue());
        }
        List<DeadTask> dead = all ? control.dead(run) : control.dead(run, numbers);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("run", run);
        answer.put("tried_again", control.retry(run, dead));
        answer.put("tasks", dead.stream().map(DeadTaskDescription::of).toList());
        return Response.json(answer);
    }

    private Response drain(Request request) {
        String name = request.parameter("worker");
        boolean back = request.json().path("cancel").asBoolean(false);
        WorkerRecord worker = registry.workers(SILENCE).stream()
                .filter(known -> known.worker().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        RefusedException.Reason.UNKNOWN, "no live worker is named '" + name + "'"));
        WorkerDrain drain = new WorkerDrain(registry);
        WorkerDrain.Standing standing = back ? drain.cancel(worker) : drain.request(worker);
        return Response.json(Map.of("worker", name, "state", standing.word()));
    }
}
