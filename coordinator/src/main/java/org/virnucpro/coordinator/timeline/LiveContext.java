package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailedAttempt;
import org.virnucpro.common.queue.SharedWorkQueues;

/** What the broker knows of a run beside its events and samples. */
record LiveContext(ClusterRegistry registry, SharedWorkQueues queues, RunSummary summary, Optional<RunSpec> spec) {

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int MOST_DEAD = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    RunContext context() {
        Map<String, Map<String, Object>> workers = new LinkedHashMap<>();
        registry.workers(SILENCE).forEach(worker -> workers.put(worker.worker().value(), describe(worker)));
        Map<Integer, JsonNode> dead = new LinkedHashMap<>();
        if (!summary.state().isFinal()) {
            queues.deadTasks().stream()
                    .limit(MOST_DEAD)
                    .forEach(task -> dead.put(task.task().id().index(), JSON.valueToTree(describe(task))));
        }
        return new RunContext(
                "live",
                summary.state().name().toLowerCase(Locale.ROOT),
                settings(),
                Map.of(),
                spec.map(known -> known.inputs().stream()
                                .map(input -> input.path().toString())
                                .toList())
                        .orElse(List.of()),
                workers,
                dead,
                List.of());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("message", summary.message());
        spec.ifPresent(known -> {
            settings.put("engine", known.engine());
            settings.put("chunk_size", known.chunkSize());
            settings.put("models_sha256", known.models());
            settings.put("inputs", known.inputs().size());
            settings.put("output", known.output().toString());
            settings.put("compat", known.results().tables().word());
            settings.put("embeddings", known.results().embeddings().word());
        });
        return settings;
    }

    private static Map<String, Object> describe(WorkerRecord worker) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("host", worker.host());
        described.put("device", worker.device());
        described.put("engine", worker.engine());
        described.put("draining", worker.draining());
        described.put("last_seen", worker.lastSeen().toString());
        return described;
    }

    private static Map<String, Object> describe(DeadTask dead) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("cause", dead.cause());
        described.put("input", dead.task().shard().input());
        described.put("line", dead.task().shard().line());
        described.put("records", dead.task().shard().records());
        List<Map<String, Object>> attempts = new ArrayList<>();
        for (FailedAttempt attempt : dead.attempts()) {
            attempts.add(Map.of(
                    "time",
                    attempt.time().toString(),
                    "worker",
                    attempt.worker().value(),
                    "kind",
                    attempt.kind().name().toLowerCase(Locale.ROOT),
                    "cause",
                    attempt.cause()));
        }
        described.put("attempts", attempts);
        return described;
    }
}
