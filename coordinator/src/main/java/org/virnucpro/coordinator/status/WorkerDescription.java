package org.virnucpro.coordinator.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.task.RunId;

/** A worker as {@code workers --json} shows it. */
public final class WorkerDescription {

    private WorkerDescription() {}

    /**
     * A worker and what it does.
     *
     * @param samples what the last polls of the runs that go on measured
     */
    public static Map<String, Object> of(WorkerRecord worker, Map<RunId, JsonNode> samples) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("worker", worker.worker().value());
        described.put("incarnation", worker.incarnation().value());
        described.put("host", worker.host());
        described.put("device", worker.device());
        described.put("engine", worker.engine());
        described.put("weight", worker.weight());
        described.put("models", worker.models());
        described.put("draining", worker.draining());
        described.put(
                "telemetry", worker.telemetry().map(DeviceTelemetry::describe).orElse(null));
        described.put("last_seen", worker.lastSeen().toString());
        Map<String, Object> runs = new LinkedHashMap<>();
        samples.forEach((run, sample) -> {
            JsonNode measured = sample.path("workers").path(worker.worker().value());
            if (measured.isObject()) {
                runs.put(run.value(), measured);
            }
        });
        described.put("runs", runs);
        return described;
    }
}
