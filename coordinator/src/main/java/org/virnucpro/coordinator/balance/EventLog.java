package org.virnucpro.coordinator.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.cost.DeviceCosts;

/**
 * Writes events.jsonl: one object per line, first the plan and its tasks, then the broker's events in its order with a poll
 * sample now and then. docs/events.md describes every line.
 */
public final class EventLog implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final BufferedWriter out;

    /** Starts the file anew: a coordinator that takes over writes all events of the run again. */
    public EventLog(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /** The line of one event, as a JSON object in the order in which it is read. */
    public static Map<String, Object> describe(QueueEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", event.time().toString());
        line.put("type", event.type().name().toLowerCase(Locale.ROOT));
        line.put("task", event.task().map(TaskId::index).orElse(null));
        line.put("source", emptyToNull(event.source()));
        line.put("destination", emptyToNull(event.destination()));
        line.put("reason", emptyToNull(event.reason()));
        switch (event.type()) {
            case DONE -> {
                line.put("sequences", event.sequences());
                line.put("elapsed_seconds", event.elapsedMillis() / 1000.0);
            }
            case RESTORE -> line.put("sequences", event.sequences());
            case REQUEUE, DEAD -> line.put("elapsed_seconds", event.elapsedMillis() / 1000.0);
            case IDLE -> line.put("since", event.since().toString());
            default -> {}
        }
        return line;
    }

    /**
     * What the run is: a line for the plan and one for each task.
     *
     * @param time when the tasks were queued
     * @param tasks in the order in which queues were filled
     */
    public void begin(Instant time, RunId run, StealSettings stealing, List<Task> tasks) {
        Map<String, Object> plan = line(time, "plan");
        plan.put("run", run.value());
        plan.put("tasks", tasks.size());
        plan.put("stealing", StealJson.describe(stealing));
        write(plan);
        append(time, tasks);
    }

    /** One line for each task. */
    void append(Instant time, List<Task> tasks) {
        for (Task task : tasks) {
            Map<String, Object> line = line(time, "task");
            line.put("task", task.id().index());
            line.put("destination", task.home().value());
            line.put("cost_seconds", task.costMillis() / 1000.0);
            line.put("input", task.shard().input());
            write(line);
        }
    }

    public void append(QueueEvent event) {
        write(describe(event));
    }

    /** A sample of all queues. */
    void append(PollSample sample) {
        write(SampleJson.describe(sample));
    }

    /** A look at all queues of a run that nobody measures. */
    public void append(QueueView view) {
        Map<String, Object> line = line(view.time(), "poll");
        Map<String, Object> workers = new LinkedHashMap<>();
        view.queues()
                .forEach(queue -> workers.put(
                        queue.worker().value(),
                        Map.of(
                                "weight",
                                queue.weight(),
                                "tasks_done",
                                queue.done().tasks())));
        line.put("workers", workers);
        line.put("done", view.counts().done());
        line.put("planned", view.counts().planned());
        write(line);
    }

    /** What has been learned about the costs on one kind of device. */
    public void append(Instant time, DeviceCosts costs) {
        Map<String, Object> line = line(time, "costs");
        line.putAll(costs.describe());
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

    /** What every line has, of a line that speaks of no task. */
    private static Map<String, Object> line(Instant time, String type) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", time.toString());
        line.put("type", type);
        line.put("task", null);
        line.put("source", null);
        line.put("destination", null);
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
