package org.virnucpro.coordinator.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.task.WorkerId;

/** Collects what workers log about the time between two tasks. Thread-safe: guarded by this. */
final class TaskGapLog {

    /** The models waited so long. */
    private static final Pattern GAP = Pattern.compile(".* gap ([0-9.]+) ms");
    /** Beside them a part was made durable, its task recorded and the next one taken. */
    private static final Pattern HAND_OVER =
            Pattern.compile(".* part ([0-9.]+) ms, report ([0-9.]+) ms, take ([0-9.]+) ms");

    private final List<Map<String, Object>> lines = new ArrayList<>();

    /** Reads one line of a worker's log. */
    synchronized void read(WorkerId worker, String line) {
        Matcher gap = GAP.matcher(line);
        Matcher handOver = HAND_OVER.matcher(line);
        if (gap.matches()) {
            add(worker, Map.of("gap_ms", gap.group(1)));
        } else if (handOver.matches()) {
            add(
                    worker,
                    Map.of("part_ms", handOver.group(1), "report_ms", handOver.group(2), "take_ms", handOver.group(3)));
        }
    }

    /** One object per line that was read, in milliseconds. */
    synchronized List<Map<String, Object>> lines() {
        return List.copyOf(lines);
    }

    /** Number of gaps, and percentiles (nearest rank) of the gaps and of the steps beside them. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("gaps", values("gap_ms").length);
        for (String step : List.of("gap_ms", "part_ms", "report_ms", "take_ms")) {
            double[] sorted = values(step);
            if (sorted.length > 0) {
                String name = step.substring(0, step.indexOf('_'));
                summary.put(name + "_p50_ms", percentile(sorted, 50));
                summary.put(name + "_p95_ms", percentile(sorted, 95));
                summary.put(name + "_max_ms", percentile(sorted, 100));
            }
        }
        return summary;
    }

    private void add(WorkerId worker, Map<String, String> millis) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("worker", worker.value());
        new TreeMap<>(millis).forEach((step, text) -> line.put(step, Double.parseDouble(text)));
        lines.add(line);
    }

    private double[] values(String step) {
        return lines().stream()
                .filter(line -> line.containsKey(step))
                .mapToDouble(line -> (Double) line.get(step))
                .sorted()
                .toArray();
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[(int) Math.ceil(percent / 100.0 * sorted.length) - 1];
    }
}
