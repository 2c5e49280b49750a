package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A timeline as the page reads it; docs/timeline.md names every field. Workers are named by their place in {@code workers},
 * times are milliseconds after {@code origin}. Stateless.
 */
public final class TimelineJson {

    private static final int MOST_BLOCKS = 16_000;
    private static final int LEAST_BLOCKS_PER_LANE = 60;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final RunTimeline timeline;
    private final RunContext context;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private TimelineJson(RunTimeline timeline, RunContext context) {
        this.timeline = timeline;
        this.context = context;
        timeline.lanes().keySet().forEach(name -> {
            places.put(name, names.size());
            names.add(name);
        });
    }

    /** The JSON in UTF-8. */
    public static byte[] bytes(RunTimeline timeline, RunContext context) {
        try {
            return MAPPER.writeValueAsBytes(new TimelineJson(timeline, context).write());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain values did not become JSON", impossible);
        }
    }

    private ObjectNode write() {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("schema", 1);
        json.put("revision", timeline.revision());
        json.put("source", context.source());
        json.put("run", timeline.plan().path("run").asText(""));
        json.put("origin", Instant.ofEpochMilli(timeline.origin()).toString());
        json.put("first", after(timeline.firstTake()));
        json.put("now", after(timeline.now()));
        json.set("notes", MAPPER.valueToTree(context.notes()));
        json.set("cards", cards());
        json.set("settings", MAPPER.valueToTree(context.settings()));
        json.set("stealing", timeline.plan().path("stealing").deepCopy());
        json.set("result", MAPPER.valueToTree(context.result()));
        json.set("inputs", MAPPER.valueToTree(context.inputs()));
        json.set("workers", workers());
        json.set("lanes", lanes());
        json.set("steals", steals());
        SeriesJson series = new SeriesJson(timeline, names);
        json.set("queue_depth", series.queueDepth());
        json.set("throughput", series.throughput());
        json.set("telemetry", series.telemetry());
        json.set("failures", failures());
        return json;
    }

    private ObjectNode cards() {
        ObjectNode cards = MAPPER.createObjectNode();
        JsonNode sample = timeline.sample();
        sample.properties().forEach(entry -> {
            if (!entry.getKey().equals("workers") && !isOfEveryLine(entry.getKey())) {
                cards.set(entry.getKey(), entry.getValue());
            }
        });
        if (!cards.has("planned") && timeline.plan().has("tasks")) {
            cards.set("planned", timeline.plan().path("tasks"));
        }
        if (!cards.has("done") || cards.path("done").asLong() < timeline.done()) {
            cards.put("done", timeline.done());
        }
        if (!cards.has("steals")
                || cards.path("steals").asLong() < timeline.steals().tasks()) {
            cards.put("steals", timeline.steals().tasks());
        }
        if (!context.state().isEmpty()) {
            cards.put("state", context.state());
        }
        return cards;
    }

    private static boolean isOfEveryLine(String field) {
        return switch (field) {
            case "time", "type", "task", "source", "destination" -> true;
            default -> false;
        };
    }

    private ArrayNode workers() {
        ArrayNode workers = MAPPER.createArrayNode();
        JsonNode sampled = timeline.sample().path("workers");
        long sampleTime = timeline.polls().points().isEmpty()
                ? 0
                : timeline.polls()
                        .points()
                        .get(timeline.polls().points().size() - 1)
                        .time();
        for (String name : names) {
            ObjectNode worker = MAPPER.createObjectNode();
            worker.put("name", name);
            worker.put("planned", timeline.lane(name).planned());
            JsonNode measured = sampled.path(name);
            measured.properties().forEach(entry -> worker.set(entry.getKey(), entry.getValue()));
            if (measured.path("running_seconds").isNumber()) {
                worker.put(
                        "running_since",
                        after(sampleTime)
                                - Math.round(measured.path("running_seconds").doubleValue() * 1000));
            }
            if (!worker.has("stolen_in")) {
                worker.put("stolen_in", timeline.steals().in(name));
                worker.put("stolen_out", timeline.steals().out(name));
            }
            context.workers()
                    .getOrDefault(name, Map.of())
                    .forEach((field, value) -> worker.set(field, MAPPER.valueToTree(value)));
            workers.add(worker);
        }
        return workers;
    }

    private ArrayNode lanes() {
        ArrayNode lanes = MAPPER.createArrayNode();
        int most = Math.min(Lane.MOST_BLOCKS, Math.max(LEAST_BLOCKS_PER_LANE, MOST_BLOCKS / Math.max(1, names.size())));
        for (String name : names) {
            lanes.add(LaneJson.of(timeline.lane(name), most, timeline.origin(), places));
        }
        return lanes;
    }

    private ObjectNode steals() {
        ObjectNode json = MAPPER.createObjectNode();
        Steals steals = timeline.steals();
        json.put("tasks", steals.tasks());
        json.put("not_listed", steals.notListed());
        ArrayNode listed = json.putArray("listed");
        for (Steals.Steal steal : steals.listed()) {
            listed.addArray()
                    .add(after(steal.time()))
                    .add(place(steal.victim()))
                    .add(place(steal.thief()))
                    .add(steal.task())
                    .add(steal.tasks());
        }
        ArrayNode matrix = json.putArray("matrix");
        for (Steals.Flow flow : steals.flows()) {
            matrix.addArray()
                    .add(place(flow.pair().victim()))
                    .add(place(flow.pair().thief()))
                    .add(flow.tasks());
        }
        return json;
    }

    private ObjectNode failures() {
        ObjectNode json = MAPPER.createObjectNode();
        Failures failures = timeline.failures();
        ArrayNode dead = json.putArray("dead");
        for (Failures.Dead task : failures.dead()) {
            ObjectNode entry = dead.addObject();
            entry.put("task", task.task());
            entry.put("time", after(task.time()));
            entry.put("worker", task.worker());
            entry.put("cause", task.cause());
            entry.put("attempts", task.attempts());
            JsonNode story = context.dead().get(task.task());
            if (story != null) {
                entry.set("story", story);
            }
        }
        json.put("not_listed", failures.notListed());
        ArrayNode listed = json.putArray("listed");
        for (Failures.Failure failure : failures.listed()) {
            ObjectNode entry = listed.addObject();
            entry.put("time", after(failure.time()));
            entry.put("kind", failure.kind().name().toLowerCase(java.util.Locale.ROOT));
            if (failure.task() != Block.UNKNOWN) {
                entry.put("task", failure.task());
            }
            entry.put("worker", failure.worker());
            entry.put("cause", failure.cause());
        }
        return json;
    }

    private int place(String worker) {
        return places.getOrDefault(worker, Block.UNKNOWN);
    }

    private long after(long time) {
        return time - timeline.origin();
    }
}
