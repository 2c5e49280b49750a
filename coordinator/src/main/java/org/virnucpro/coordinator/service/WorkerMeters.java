package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.metrics.MeterRows;
import org.virnucpro.common.metrics.Metric;
import org.virnucpro.common.task.RunId;

/** The metrics of workers, all runs together. Confined to the thread of the watch. */
final class WorkerMeters {

    private static final List<String> STATES = List.of("running", "idle", "stalled", "draining", "lost");
    private static final Map<Metric, String> GAUGES = Map.of(
            Metric.QUEUE_DEPTH, "queue_depth",
            Metric.QUEUE_COST, "queued_cost_seconds",
            Metric.WORKER_RATE, "sequences_per_second");
    private static final Map<Metric, String> COUNTERS = Map.of(
            Metric.TASKS_DONE, "tasks_done",
            Metric.SEQUENCES, "sequences_done",
            Metric.FILES_DONE, "files_done",
            Metric.BUSY, "busy_seconds",
            Metric.STEALS_REFUSED, "refused");

    private final MeterRows rows;
    private final Map<Metric, Tally> tallies = new EnumMap<>(Metric.class);

    WorkerMeters(MeterRows rows) {
        this.rows = rows;
        COUNTERS.keySet().forEach(metric -> tallies.put(metric, new Tally()));
    }

    /** @param earlier runs that went on before this process began to look */
    void looked(ClusterSnapshot snapshot, Set<RunId> earlier) {
        Set<String> names = Stream.concat(snapshot.live().stream(), snapshot.silent().stream())
                .map(worker -> worker.worker().value())
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> runs =
                snapshot.samples().keySet().stream().map(RunId::value).collect(Collectors.toSet());
        snapshot.samples()
                .forEach((run, sample) -> names.forEach(worker -> {
                    JsonNode measured = sample.path("workers").path(worker);
                    if (measured.isObject()) {
                        COUNTERS.forEach((metric, field) -> tally(metric)
                                .seen(run.value(), worker, measured.path(field).asDouble(), earlier.contains(run)));
                    }
                }));
        tallies.values().forEach(tally -> tally.keep(runs, names));
        snapshot.live().forEach(worker -> describe(worker, true, snapshot));
        snapshot.live().forEach(this::device);
        snapshot.silent().forEach(worker -> describe(worker, false, snapshot));
    }

    private void describe(WorkerRecord worker, boolean up, ClusterSnapshot snapshot) {
        String name = worker.worker().value();
        List<JsonNode> measures = snapshot.samples().values().stream()
                .map(sample -> sample.path("workers").path(name))
                .filter(JsonNode::isObject)
                .toList();
        rows.set(Metric.WORKER_UP, up ? 1 : 0, name, worker.host(), worker.device(), worker.engine());
        rows.set(Metric.WORKER_HEARTBEAT, worker.lastSeen().toEpochMilli() / 1000.0, name);
        GAUGES.forEach((metric, field) -> rows.set(
                metric,
                measures.stream()
                        .mapToDouble(measured -> measured.path(field).asDouble())
                        .sum(),
                name));
        long running = measures.stream()
                .filter(measured -> measured.hasNonNull("running_task"))
                .count();
        rows.set(Metric.WORKER_RUNNING, (double) running, name);
        COUNTERS.keySet().forEach(metric -> rows.set(metric, tally(metric).of(name), name));
        boolean stalled =
                measures.stream().anyMatch(measured -> measured.path("stalled").asBoolean());
        String state =
                !up ? "lost" : worker.draining() ? "draining" : stalled ? "stalled" : running > 0 ? "running" : "idle";
        STATES.forEach(other -> rows.set(Metric.WORKER_STATE, other.equals(state) ? 1 : 0, name, other));
    }

    private void device(WorkerRecord worker) {
        worker.telemetry().ifPresent(measured -> {
            String[] labels = {worker.worker().value(), measured.name().orElse(worker.device()), measured.uuid()};
            measured.utilization().ifPresent(value -> rows.set(Metric.GPU_UTILIZATION, value, labels));
            measured.memoryUsedBytes().ifPresent(bytes -> rows.set(Metric.GPU_MEMORY_USED, (double) bytes, labels));
            measured.memoryTotalBytes().ifPresent(bytes -> rows.set(Metric.GPU_MEMORY_TOTAL, (double) bytes, labels));
            measured.temperatureCelsius().ifPresent(value -> rows.set(Metric.GPU_TEMPERATURE, value, labels));
            measured.powerWatts().ifPresent(value -> rows.set(Metric.GPU_POWER, value, labels));
        });
    }

    private Tally tally(Metric metric) {
        return tallies.computeIfAbsent(metric, counter -> new Tally());
    }
}
