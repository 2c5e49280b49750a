package org.virnucpro.coordinator.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.task.RunId;

/**
 * A cluster at one look.
 *
 * @param runs all that the broker knows, by priority and submission
 * @param samples what coordinators measured last, of runs that go on
 * @param live workers that show life
 * @param silent workers that have not left, but show no life
 * @param coordinators names of those that show life
 */
public record ClusterSnapshot(
        List<RunSummary> runs,
        Map<RunId, JsonNode> samples,
        List<WorkerRecord> live,
        List<WorkerRecord> silent,
        List<String> coordinators) {

    static final ClusterSnapshot EMPTY = new ClusterSnapshot(List.of(), Map.of(), List.of(), List.of(), List.of());

    public ClusterSnapshot {
        runs = List.copyOf(runs);
        samples = Map.copyOf(samples);
        live = List.copyOf(live);
        silent = List.copyOf(silent);
        coordinators = List.copyOf(coordinators);
    }
}
