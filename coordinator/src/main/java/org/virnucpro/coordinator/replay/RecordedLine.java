package org.virnucpro.coordinator.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/** One line of events.jsonl. Every method throws IllegalArgumentException, naming the field, when that has no such value. */
record RecordedLine(JsonNode json) {

    RecordedLine {
        if (!json.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
    }

    String type() {
        return text("type");
    }

    long millis() {
        String time = text("time");
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeException | ArithmeticException wrong) {
            throw new IllegalArgumentException("time '" + time + "' is not like 2026-11-23T18:00:00.123Z", wrong);
        }
    }

    WorkerId worker(String field) {
        return new WorkerId(text(field));
    }

    int number(String field) {
        JsonNode value = json.path(field);
        if (!value.isInt() || value.intValue() < 0) {
            throw new IllegalArgumentException(field + " is not a number from 0: " + value);
        }
        return value.intValue();
    }

    /** A field of seconds, in milliseconds. */
    long millisOf(String field) {
        JsonNode value = json.path(field);
        double millis = value.isNumber() ? value.doubleValue() * 1000 : Double.NaN;
        if (!(millis >= 0 && millis <= Task.MAXIMAL_COST_MILLIS)) {
            throw new IllegalArgumentException(field + " is not a number of seconds: " + value);
        }
        return Math.round(millis);
    }

    String text(String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }
}
