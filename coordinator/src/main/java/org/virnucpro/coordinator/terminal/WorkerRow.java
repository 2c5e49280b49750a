package org.virnucpro.coordinator.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * One worker as a terminal shows it.
 *
 * @param name of the worker
 * @param measured its entry in a sample (docs/monitoring.md)
 */
record WorkerRow(String name, JsonNode measured) {

    /** Columns beside the name, with the space before each; as wide as a row's. */
    static final String HEADER = String.format(
            " %4s %8s %4s %5s %7s %5s %6s %4s %4s %-9s",
            "UTIL", "MEM GiB", "TEMP", "POWER", "SEQ/S", "QUEUE", "DONE", "IN", "OUT", "STATE");

    /** The same where no device is measured. */
    static final String SHORT_HEADER =
            String.format(" %7s %5s %6s %4s %4s %-9s", "SEQ/S", "QUEUE", "DONE", "IN", "OUT", "STATE");

    private static final double GIB = 1 << 30;

    /** What a worker does; a word of at most nine letters. */
    enum State {
        RUNNING,
        IDLE,
        STALLED,
        DRAINING,
        STARTING,
        GONE
    }

    boolean isMeasured() {
        return measured.path("telemetry").isObject();
    }

    State state() {
        if (measured.path("stalled").asBoolean()) {
            return State.STALLED;
        }
        String membership = measured.path("membership").asText();
        if (measured.hasNonNull("running_task")) {
            return membership.equals("departed") ? State.DRAINING : State.RUNNING;
        }
        return switch (membership) {
            case "expected" -> State.STARTING;
            case "departed" -> State.GONE;
            default -> State.IDLE;
        };
    }

    /** What comes behind the name. */
    String columns(boolean devices, Ink ink) {
        String numbers = String.format(
                Locale.ROOT,
                " %7s %5s %6s %4s %4s ",
                rate(measured.path("sequences_per_second").asDouble()),
                count("queue_depth", 5),
                count("tasks_done", 6),
                count("stolen_in", 4),
                count("stolen_out", 4));
        return (devices ? device() : "") + numbers + coloured(ink);
    }

    private String coloured(Ink ink) {
        String word = state().name().toLowerCase(Locale.ROOT);
        return switch (state()) {
            case RUNNING -> ink.good(word);
            case STALLED, GONE -> ink.bad(word);
            case DRAINING, STARTING -> ink.notable(word);
            case IDLE -> ink.faint(word);
        };
    }

    private String device() {
        JsonNode telemetry = measured.path("telemetry");
        String memory = "-";
        if (telemetry.path("memory_used_bytes").isNumber()) {
            double used = telemetry.path("memory_used_bytes").doubleValue() / GIB;
            double total = telemetry.path("memory_total_bytes").doubleValue() / GIB;
            memory = String.format(Locale.ROOT, used < 100 ? "%.1f/%.0f" : "%.0f/%.0f", used, total);
        }
        return String.format(
                " %4s %8s %4s %5s",
                text(telemetry.path("utilization"), 100, "%"),
                memory,
                text(telemetry.path("temperature_celsius"), 1, "C"),
                text(telemetry.path("power_watts"), 1, "W"));
    }

    private static String text(JsonNode value, double factor, String unit) {
        return value.isNumber() ? Math.round(value.doubleValue() * factor) + unit : "-";
    }

    private static String rate(double value) {
        return value >= 10_000
                ? Math.round(value / 1000) + "k"
                : String.format(Locale.ROOT, value >= 1000 ? "%.0f" : "%.1f", value);
    }

    /** A number in so many letters; large ones in thousands. */
    private String count(String field, int width) {
        long value = measured.path(field).asLong();
        String text = Long.toString(value);
        return text.length() <= width ? text : value / 1000 + "k";
    }
}
