package org.virnucpro.coordinator.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.TaskId;

/**
 * What events.jsonl holds: the broker's events and the last sample. Kinds of lines that this version does not know are left
 * out.
 *
 * @param events in their order
 * @param lastSample the last poll, see docs/monitoring.md; empty when there was none
 */
public record RecordedRun(List<QueueEvent> events, Optional<JsonNode> lastSample) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The file is not a record of a run; the message names file and line. */
    public static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    public RecordedRun {
        events = List.copyOf(events);
    }

    /** Reads a file of events, or the one in a folder of results. */
    public static RecordedRun read(Path fileOrFolder) throws IOException, Damaged {
        Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve("events.jsonl") : fileOrFolder;
        List<QueueEvent> events = new ArrayList<>();
        JsonNode sample = null;
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                JsonNode node = JSON.readTree(line);
                if (node.path("type").asText().equals("poll")) {
                    sample = node;
                } else {
                    event(node, number).ifPresent(events::add);
                }
            }
        } catch (JsonProcessingException | DateTimeParseException | MalformedInputException wrong) {
            throw new Damaged(file + ", line " + number + ": not a line of events.jsonl", wrong);
        } catch (IllegalArgumentException wrong) {
            throw new Damaged(file + ", line " + number + ": " + wrong.getMessage(), wrong);
        }
        return new RecordedRun(events, Optional.ofNullable(sample));
    }

    /** When the last task ended; the last event's time when none did. */
    public Instant end() {
        return events.stream()
                .filter(event -> event.type() == QueueEvent.Type.DONE || event.type() == QueueEvent.Type.DEAD)
                .map(QueueEvent::time)
                .max(Instant::compareTo)
                .orElseGet(() -> events.isEmpty()
                        ? Instant.EPOCH
                        : events.get(events.size() - 1).time());
    }

    /** How long an idle worker waited between its tries to steal. */
    public Optional<Duration> stealInterval() {
        return lastSample
                .map(sample -> sample.path("steal_interval_seconds").asDouble())
                .filter(seconds -> seconds > 0)
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static Optional<QueueEvent> event(JsonNode node, int line) {
        Optional<QueueEvent.Type> type = type(node.path("type").asText());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Instant time = Instant.parse(node.path("time").asText());
        long elapsed = node.hasNonNull("since")
                ? Duration.between(Instant.parse(node.path("since").asText()), time)
                        .toMillis()
                : Math.round(node.path("elapsed_seconds").asDouble() * 1000);
        return Optional.of(new QueueEvent(
                Integer.toString(line),
                time,
                type.get(),
                node.hasNonNull("task")
                        ? Optional.of(new TaskId(node.path("task").asInt()))
                        : Optional.empty(),
                node.path("source").asText(""),
                node.path("destination").asText(""),
                node.path("reason").asText(""),
                node.path("sequences").asLong(),
                elapsed));
    }

    private static Optional<QueueEvent.Type> type(String word) {
        for (QueueEvent.Type type : QueueEvent.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
