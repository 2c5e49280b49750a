package org.virnucpro.coordinator.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.TaskId;

/** Writes events.jsonl: one object per line, the broker's events in its order, with a poll sample now and then. */
public final class EventLog implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final BufferedWriter out;

    /** Starts the file anew: a coordinator that takes over writes all events of the run again. */
    public EventLog(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** The line of one event, as a JSON object in the order in which it is read. */
    public static Map<String, Object> describe(QueueEvent event) {
        Map<String, Object> line =
                line(event.time().toString(), event.type().name().toLowerCase(Locale.ROOT));
        line.put("task", event.task().map(TaskId::index).orElse(null));
        line.put("source", emptyToNull(event.source()));
        line.put("destination", emptyToNull(event.destination()));
        line.put("reason", emptyToNull(event.reason()));
        if (event.type() == QueueEvent.Type.DONE) {
            line.put("sequences", event.sequences());
            line.put("elapsed_seconds", event.elapsedMillis() / 1000.0);
        }
        return line;
    }

    void append(QueueEvent event) {
        write(describe(event));
    }

    /** A sample of all queues. */
    void append(PollSample sample) {
        Map<String, Object> line = line(sample.view().time().toString(), "poll");
        line.put("task", null);
        line.put("source", null);
        line.put("destination", null);
        Map<String, Object> workers = new LinkedHashMap<>();
        sample.view().queues().forEach(queue -> {
            Map<String, Object> worker = new LinkedHashMap<>();
            worker.put("queue_depth", queue.depth());
            worker.put("tasks_done", queue.done().tasks());
            worker.put("files_done", sample.filesDone().getOrDefault(queue.worker(), 0L));
            worker.put("sequences_done", queue.done().sequences());
            worker.put("sequences_per_second", Math.round(sample.rate(queue.worker()) * 10) / 10.0);
            workers.put(queue.worker().value(), worker);
        });
        line.put("workers", workers);
        line.put("retry_depth", sample.view().retryDepth());
        line.put("done", sample.view().counts().done());
        line.put("planned", sample.view().counts().planned());
        write(line);
    }

    /** Hands the lines so far to the operating system, so that a reader sees them. */
    void flush() {
        try {
            out.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write events.jsonl", failure);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static Map<String, Object> line(String time, String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time);
        line.put("type", type);
        return line;
    }

    private static @org.jspecify.annotations.Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private void write(Map<String, Object> line) {
        try {
            out.write(json.writeValueAsString(line));
            out.newLine();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of plain values did not become JSON", impossible);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write events.jsonl", failure);
        }
    }
}
