package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;

/** One line of events.jsonl for a person. */
final class EventLine {

    private EventLine() {}

    static String of(String json) {
        JsonNode event;
        try {
            event = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            throw new CommandException(ExitCodes.BAD_INPUT, "not a line of events.jsonl: " + json, broken);
        }
        StringBuilder line = new StringBuilder();
        line.append(event.path("time").asText()).append("  ");
        line.append(String.format("%-8s", event.path("type").asText()));
        if (event.hasNonNull("task")) {
            line.append("  task ").append(event.path("task").asText());
        }
        if (event.hasNonNull("source")) {
            line.append("  from ").append(event.path("source").asText());
        }
        if (event.hasNonNull("destination")) {
            line.append("  to ").append(event.path("destination").asText());
        }
        if (event.hasNonNull("sequences")) {
            line.append("  ").append(event.path("sequences").asText()).append(" sequences");
        }
        if (event.has("stealing")) {
            line.append("  run ").append(event.path("run").asText());
            line.append("  ").append(event.path("tasks").asText()).append(" tasks");
        }
        if (event.hasNonNull("cost_seconds")) {
            line.append("  ").append(event.path("cost_seconds").asText()).append(" s");
        }
        if (event.hasNonNull("reason")) {
            line.append("  (").append(event.path("reason").asText()).append(")");
        }
        if (event.has("p90_error")) {
            line.append("  ").append(event.path("device").asText());
            line.append(": ").append(event.path("tasks").asText()).append(" tasks");
            if (event.path("p90_error").isNumber()) {
                line.append(", 90 % of predictions within ")
                        .append(Math.round(100 * event.path("p90_error").doubleValue()))
                        .append(" %");
            }
        }
        if (event.has("workers")) {
            line.append("  ").append(event.path("done").asText()).append(" of ");
            line.append(event.path("planned").asText()).append(" done");
        }
        return line.toString();
    }
}
