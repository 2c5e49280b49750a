package org.virnucpro.coordinator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/** One line of events.jsonl. Every method throws IllegalArgumentException, naming the field, when that has no such value. */
public record RecordedLine(JsonNode json) {

    public RecordedLine {
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    /** What the line is about. */
    public String type() {
        return text("type");
    }

    /** When, in milliseconds of the broker's clock. */
    public long millis() {
        String time = text("time");
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException("time '" + time + "' is not like 2026-11-23T18:00:00.123Z", wrong);
        }
    }

    /** A field that names a worker. */
    public WorkerId worker(String field) {
        return new WorkerId(text(field));
    }

    /** A field with a number from 0. */
    public int number(String field) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 0) {
            throw new IllegalArgumentException(field + " is not a number from 0: " + value);
        }
        return value.intValue();
    }

    /** A field of seconds, in milliseconds. */
    public long millisOf(String field) {
        JsonNode value = json.path(field);
        double millis = value.isNumber() ? value.doubleValue() * 1000 : Double.NaN;
        if (!(millis >= 0 && millis <= Task.MAXIMAL_COST_MILLIS)) {
            throw new IllegalArgumentException(field + " is not a number of seconds: " + value);
        }
        return Math.round(millis);
    }

    /** A field of text. */
    public String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }
}
