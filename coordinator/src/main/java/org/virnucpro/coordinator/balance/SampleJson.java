package org.virnucpro.coordinator.balance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;

/** A sample as it is in events.jsonl, in the broker and in what {@code status} prints; docs/monitoring.md names every field. */
public final class SampleJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SampleJson() {}

    static String line(PollSample sample) {
        try {
            return MAPPER.writeValueAsString(describe(sample));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of plain values did not become JSON", impossible);
        }
    }

    /** A sample as a JSON object, in the order in which it is read. */
    public static Map<String, Object> describe(PollSample sample) {
        QueueView view = sample.view();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", view.time().toString());
        line.put("type", "poll");
        line.put("task", null);
        line.put("source", null);
        line.put("destination", null);
        counts(line, view);
        RunMeasures run = sample.run();
        line.put("files_done", run.filesDone());
        line.put("files", run.files());
        line.put("sequences_done", run.sequencesDone());
        line.put("sequences", run.sequences());
        line.put("sequences_per_second", rounded(sample.rate()));
        line.put("elapsed_seconds", rounded(run.elapsedSeconds()));
        line.put("remaining", remaining(run.remaining()));
        line.put("imbalance", rounded(run.imbalance()));
        line.put("lower_bound_seconds", rounded(run.lowerBoundSeconds()));
        line.put("efficiency", rounded(run.efficiency()));
        line.put("steal_interval_seconds", (double) run.stealInterval().toMillis() / 1000);
        line.put("idle_reports", new TreeMap<>(run.idleReports()));
        Map<String, Object> workers = new LinkedHashMap<>();
        view.queues().forEach(queue -> {
            WorkerMeasures measures = sample.workers().get(queue.worker());
            if (measures != null) {
                workers.put(
                        queue.worker().value(),
                        worker(measures, sample.telemetry().get(queue.worker())));
            }
        });
        line.put("workers", workers);
        return line;
    }

    private static void counts(Map<String, Object> line, QueueView view) {
        RunCounts counts = view.counts();
        line.put("state", view.state().name().toLowerCase(Locale.ROOT));
        line.put("planned", counts.planned());
        line.put("pending", counts.pending());
        line.put("leased", counts.leased());
        line.put("done", counts.done());
        line.put("dead", counts.dead());
        line.put("split", counts.split());
        line.put("cancelled", counts.cancelled());
        line.put("retry_depth", view.retryDepth());
        line.put("requeues", counts.requeues());
        line.put("steals", counts.steals());
        line.put(
                "refused",
                view.queues().stream()
                        .mapToLong(queue -> queue.done().refused())
                        .sum());
    }

    private static Map<String, Object> remaining(RemainingTime remaining) {
        Map<String, Object> described = new LinkedHashMap<>();
        if (remaining instanceof RemainingTime.Estimated estimated) {
            described.put("state", "estimated");
            described.put("seconds", rounded(estimated.seconds()));
            described.put("low_seconds", rounded(estimated.lowSeconds()));
            described.put("high_seconds", rounded(estimated.highSeconds()));
        } else {
            described.put("state", remaining instanceof RemainingTime.Over ? "over" : "calculating");
        }
        return described;
    }

    private static Map<String, Object> worker(WorkerMeasures measures, @Nullable DeviceTelemetry telemetry) {
        QueueView.Queue queue = measures.queue();
        Map<String, Object> worker = new LinkedHashMap<>();
        worker.put("membership", queue.membership().name().toLowerCase(Locale.ROOT));
        worker.put("weight", queue.weight());
        worker.put("speed", rounded(measures.speed()));
        worker.put("queue_depth", queue.depth());
        worker.put("queued_cost_seconds", (double) queue.queuedCostMillis() / 1000);
        worker.put(
                "running_task",
                measures.running().map(task -> task.task().index()).orElse(null));
        worker.put(
                "running_seconds",
                measures.running().map(task -> rounded(task.seconds())).orElse(null));
        worker.put("tasks_done", queue.done().tasks());
        worker.put("files_done", measures.filesDone());
        worker.put("sequences_done", queue.done().sequences());
        worker.put("busy_seconds", (double) queue.done().busyMillis() / 1000);
        worker.put("stolen_in", queue.done().stolen());
        worker.put("stolen_out", measures.stolenOut());
        worker.put("refused", queue.done().refused());
        worker.put("sequences_per_second", rounded(measures.sequencesPerSecond()));
        worker.put("projected_finish_seconds", rounded(measures.projectedFinishSeconds()));
        worker.put("stalled", measures.stalled());
        worker.put(
                "idle_reason", measures.idle().map(WorkerMeasures.Idle::reason).orElse(null));
        worker.put(
                "idle_since",
                measures.idle().map(idle -> idle.since().toString()).orElse(null));
        worker.put("telemetry", telemetry == null ? null : telemetry.describe());
        return worker;
    }

    private static @Nullable Double rounded(OptionalDouble value) {
        return value.isPresent() ? rounded(value.getAsDouble()) : null;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
