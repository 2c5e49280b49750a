package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.terminal.RemainingTimeText;

/**
 * What the last poll of a run measured, as the coordinator left it in the broker or in events.jsonl.
 *
 * @param json see docs/monitoring.md
 */
record PublishedSample(JsonNode json) {

    private static final String HEADER = String.format(
            "  %-28s %-9s %6s %9s %6s %5s %5s %9s %9s",
            "WORKER", "STATE", "QUEUE", "COST S", "DONE", "IN", "OUT", "SEQ/S", "ENDS IN");

    static Optional<PublishedSample> of(ClusterRegistry registry, RunId run) {
        return registry.sample(run).map(PublishedSample::parse);
    }

    private static PublishedSample parse(String text) {
        try {
            return new PublishedSample(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException broken) {
            throw new CommandException(
                    ExitCodes.UNAVAILABLE, "the broker holds a sample that this version cannot read", broken);
        }
    }

    /** Measures of one worker; empty when it has no queue in the run. */
    Optional<JsonNode> worker(String name) {
        return Optional.of(json.path("workers").path(name)).filter(JsonNode::isObject);
    }

    /** The run as a whole, then a table of its workers. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "  %.1f sequences/s, imbalance %.2f, lower bound %.1f s%s, %.1f s elapsed, %s",
                json.path("sequences_per_second").asDouble(),
                json.path("imbalance").asDouble(),
                json.path("lower_bound_seconds").asDouble(),
                json.path("efficiency").isNumber()
                        ? String.format(
                                Locale.ROOT,
                                ", efficiency %.0f %%",
                                json.path("efficiency").asDouble() * 100)
                        : "",
                json.path("elapsed_seconds").asDouble(),
                remaining()));
        lines.add(HEADER);
        json.path("workers").properties().forEach(entry -> {
            lines.add(row(entry.getKey(), entry.getValue()));
            if (entry.getValue().hasNonNull("idle_reason")) {
                lines.add("    idle: " + entry.getValue().path("idle_reason").asText());
            }
        });
        return lines;
    }

    private String remaining() {
        JsonNode remaining = json.path("remaining");
        return switch (remaining.path("state").asText()) {
            case "estimated" ->
                RemainingTimeText.of(
                        remaining.path("seconds").asDouble(),
                        remaining.path("low_seconds").asDouble(),
                        remaining.path("high_seconds").asDouble());
            case "over" -> "all tasks ended";
            default -> "time left: calculating";
        };
    }

    static String row(String name, JsonNode worker) {
        JsonNode finish = worker.path("projected_finish_seconds");
        return String.format(
                Locale.ROOT,
                "  %-28s %-9s %6d %9.1f %6d %5d %5d %9.1f %9s",
                name,
                state(worker),
                worker.path("queue_depth").asLong(),
                worker.path("queued_cost_seconds").asDouble(),
                worker.path("tasks_done").asLong(),
                worker.path("stolen_in").asLong(),
                worker.path("stolen_out").asLong(),
                worker.path("sequences_per_second").asDouble(),
                finish.isNumber() ? String.format(Locale.ROOT, "%.1f s", finish.asDouble()) : "-");
    }

    static String state(JsonNode worker) {
        if (worker.path("stalled").asBoolean()) {
            return "STALLED";
        }
        if (worker.hasNonNull("running_task")) {
            return "running";
        }
        return worker.path("membership").asText().equals("member")
                ? "idle"
                : worker.path("membership").asText();
    }
}
