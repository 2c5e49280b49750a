package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a poll said of one worker. What it did not say is NaN.
 *
 * @param depth tasks in its queue
 * @param utilization of its GPU, 0 to 1
 * @param memoryUsed bytes
 * @param temperature degrees Celsius
 * @param power watts
 */
record Reading(double depth, double utilization, double memoryUsed, double temperature, double power) {

    static Reading of(JsonNode worker) {
        JsonNode telemetry = worker.path("telemetry");
        return new Reading(
                number(worker, "queue_depth"),
                number(telemetry, "utilization"),
                number(telemetry, "memory_used_bytes"),
                number(telemetry, "temperature_celsius"),
                number(telemetry, "power_watts"));
    }

    private static double number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }
}
