package org.virnucpro.coordinator.service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.control.RunControl;
import org.virnucpro.coordinator.explain.Explanation;
import org.virnucpro.coordinator.explain.LiveRun;
import org.virnucpro.coordinator.http.HttpProblem;
import org.virnucpro.coordinator.http.Request;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.status.DeadTaskDescription;
import org.virnucpro.coordinator.status.RunDescription;

/** Reading about runs. */
final class RunRoutes {

    private static final int PAGE = 1000;
    private static final String STREAM_ID = "\\d{1,19}(-\\d{1,19})?";

    private final ClusterRegistry registry;
    private final RunControl control;
    private final ClusterWatch watch;
    private final TaskTables tables;

    RunRoutes(ClusterRegistry registry, ClusterWatch watch, TaskTables tables) {
        this.registry = registry;
        this.control = new RunControl(registry);
        this.watch = watch;
        this.tables = tables;
    }

    List<Route> routes(RecentAnswers recent) {
        return List.of(
                Route.get("/api/v1/runs", request -> runs()),
                Route.get("/api/v1/runs/{run}", recent.of(Refusals.answered(this::run))),
                Route.get("/api/v1/runs/{run}/tasks", recent.of(Refusals.answered(this::tasks))),
                Route.get("/api/v1/runs/{run}/events", recent.of(Refusals.answered(this::events))),
                Route.get("/api/v1/runs/{run}/explain", recent.of(Refusals.answered(this::explain))));
    }

    private Response runs() {
        ClusterSnapshot snapshot = watch.snapshot();
        List<Map<String, Object>> runs = new ArrayList<>();
        for (RunSummary run : snapshot.runs()) {
            Map<String, Object> described = RunDescription.summary(run);
            described.put("sample", snapshot.samples().get(run.run()));
            runs.add(described);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("coordinators", snapshot.coordinators());
        all.put("runs", runs);
        return Response.json(all);
    }

    private Response run(Request request) {
        return Response.json(RunDescription.full(registry, control.find(request.parameter("run"))));
    }

    private Response tasks(Request request) {
        RunSummary run = control.find(request.parameter("run"));
        Optional<TaskTable.Standing> wanted = request.query("state").map(RunRoutes::standing);
        int after = request.number("after", -1, -1, Integer.MAX_VALUE - 1);
        int limit = request.number("limit", 100, 1, PAGE);
        QueueView view = registry.queues(run.run()).observe();
        TaskTable.Page page = tables.of(run.run(), run.state().isFinal()).page(view, wanted, after, limit);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("run", run.run().value());
        answer.put("planned", view.counts().planned());
        answer.put("tasks", page.tasks());
        answer.put("next", page.next().orElse(null));
        if (wanted.isPresent() && wanted.get() == TaskTable.Standing.DEAD) {
            List<DeadTask> dead = registry.queues(run.run()).deadTasks();
            answer.put(
                    "dead",
                    dead.stream()
                            .filter(task -> task.task().id().index() > after)
                            .limit(limit)
                            .map(DeadTaskDescription::of)
                            .toList());
        }
        return Response.json(answer);
    }

    private Response events(Request request) {
        RunSummary run = control.find(request.parameter("run"));
        String after = request.query("after").orElse("");
        if (!after.isEmpty() && !after.matches(STREAM_ID)) {
            throw HttpProblem.badRequest(
                    "query parameter after is '" + after + "'", "the id of an event, such as 1700000000000-0");
        }
        int limit = request.number("limit", PAGE, 1, PAGE);
        List<QueueEvent> events = registry.queues(run.run()).events(after, limit);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("run", run.run().value());
        answer.put("events", events.stream().map(EventJson::of).toList());
        answer.put(
                "next",
                events.size() < limit ? null : events.get(events.size() - 1).id());
        return Response.json(answer);
    }

    private Response explain(Request request) {
        RunSummary run = control.find(request.parameter("run"));
        Explanation explanation = new LiveRun(registry, run).explain(Optional.empty());
        Optional<String> worker = request.query("worker");
        return Response.json((worker.isPresent() ? explanation.about(worker(worker.get())) : explanation).describe());
    }

    private static WorkerId worker(String name) {
        try {
            return new WorkerId(name);
        } catch (IllegalArgumentException wrong) {
            throw HttpProblem.badRequest(String.valueOf(wrong.getMessage()), "/api/v1/workers lists the workers");
        }
    }

    private static TaskTable.Standing standing(String word) {
        return Stream.of(TaskTable.Standing.values())
                .filter(standing -> standing.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> HttpProblem.badRequest(
                        "query parameter state is '" + word + "'",
                        "one of pending, running, done, dead, split, cancelled"));
    }
}
