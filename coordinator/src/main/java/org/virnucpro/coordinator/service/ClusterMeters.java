package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.metrics.MeterRows;
import org.virnucpro.common.metrics.Metric;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.control.RunControl;

/**
 * The metrics of runs and of what happens in them. Runs that are over and workers that have left are gone from the exposition.
 * Confined to the thread of the watch.
 */
final class ClusterMeters implements ClusterListener {

    private static final int PAIRS = 400;
    private static final int REASONS = 20;
    private static final List<String> TASK_STATES = List.of("pending", "leased", "done", "dead", "cancelled", "split");
    private static final Map<String, Metric> RUN_GAUGES = Map.of(
            "sequences", Metric.RUN_SEQUENCES,
            "sequences_done", Metric.RUN_SEQUENCES_DONE,
            "files", Metric.RUN_FILES,
            "files_done", Metric.RUN_FILES_DONE,
            "imbalance", Metric.RUN_IMBALANCE,
            "efficiency", Metric.RUN_EFFICIENCY);

    private final MeterRows rows;
    private final WorkerMeters workers;
    private final BoundedCounts steals = new BoundedCounts(PAIRS, 2);
    private final BoundedCounts reasons = new BoundedCounts(REASONS, 1);
    private final BoundedCounts retries = new BoundedCounts(PAIRS, 1);
    private final BoundedCounts dead = new BoundedCounts(PAIRS, 1);
    private final Set<RunId> first = new HashSet<>();
    private boolean looked;

    ClusterMeters(Exposition exposition) {
        this.rows = new MeterRows(exposition);
        this.workers = new WorkerMeters(rows);
    }

    @Override
    public void happened(RunId run, List<QueueEvent> events, boolean earlier) {
        if (earlier) {
            return;
        }
        for (QueueEvent event : events) {
            switch (event.type()) {
                case STEAL -> steals.add(1, event.source(), event.destination());
                case IDLE -> reasons.add(1, event.reason());
                case REQUEUE -> retries.add(1, event.source());
                case DEAD -> dead.add(1, event.source());
                default -> {}
            }
        }
    }

    @Override
    public void looked(ClusterSnapshot snapshot) {
        if (!looked) {
            looked = true;
            first.addAll(snapshot.samples().keySet());
        }
        rows.set(Metric.COORDINATORS, snapshot.coordinators().size());
        runs(snapshot);
        workers.looked(snapshot, first);
        Set<String> known = Stream.concat(snapshot.live().stream(), snapshot.silent().stream())
                .map(worker -> worker.worker().value())
                .collect(Collectors.toSet());
        List.of(steals, retries, dead).forEach(counts -> counts.keep(known));
        steals.forEach((labels, count) -> rows.set(Metric.STEALS, count, labels));
        retries.forEach((labels, count) -> rows.set(Metric.RETRIES, count, labels));
        dead.forEach((labels, count) -> rows.set(Metric.DEAD_TASKS, count, labels));
        reasons.forEach((labels, count) -> rows.set(Metric.IDLE_REPORTS, count, labels));
        rows.end();
        first.retainAll(snapshot.samples().keySet());
    }

    private void runs(ClusterSnapshot snapshot) {
        Map<String, Long> byState = new TreeMap<>();
        for (RunSummary run : snapshot.runs()) {
            byState.merge(RunControl.word(run.state()), 1L, Long::sum);
        }
        byState.forEach((state, count) -> rows.set(Metric.RUNS, count, state));
        double retryDepth = 0;
        for (Map.Entry<RunId, JsonNode> entry : new HashMap<>(snapshot.samples()).entrySet()) {
            String run = entry.getKey().value();
            JsonNode sample = entry.getValue();
            retryDepth += sample.path("retry_depth").asLong();
            TASK_STATES.forEach(
                    state -> rows.set(Metric.RUN_TASKS, sample.path(state).asDouble(), run, state));
            RUN_GAUGES.forEach((field, metric) -> {
                if (sample.path(field).isNumber()) {
                    rows.set(metric, sample.path(field).asDouble(), run);
                }
            });
            JsonNode remaining = sample.path("remaining").path("seconds");
            if (remaining.isNumber()) {
                rows.set(Metric.RUN_REMAINING, remaining.asDouble(), run);
            }
        }
        rows.set(Metric.RETRY_DEPTH, retryDepth);
    }
}
