package org.virnucpro.worker.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of the inputs of one reader.
 *
 * @param outcomes how many were read, or refused with which exception
 * @param slowest index of the slowest input
 * @param slowestNanos what it took
 */
record FuzzReport(String reader, long seed, long inputs, Map<String, Long> outcomes, long slowest, long slowestNanos) {

    /** One line of JSON. */
    String json(long peakHeapBytes, long seconds) {
        String counts = outcomes.entrySet().stream()
                .map(outcome -> "\"" + outcome.getKey() + "\":" + outcome.getValue())
                .collect(Collectors.joining(","));
        return String.format(
                Locale.ROOT,
                "{\"reader\":\"%s\",\"seed\":%d,\"inputs\":%d,\"undeclared\":0,\"outcomes\":{%s},\"slowest_input\":%d,"
                        + "\"slowest_ms\":%.1f,\"seconds\":%d,\"peak_heap_mib\":%.1f}",
                reader,
                seed,
                inputs,
                counts,
                slowest,
                slowestNanos / 1e6,
                seconds,
                peakHeapBytes / 1048576.0);
    }
}
