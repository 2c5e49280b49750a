package org.virnucpro.coordinator.balance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.steal.StealSettings.Rule;
import org.virnucpro.common.steal.StealSettings.Victims;

/** The settings of stealing as they stand in the plan line of events.jsonl. */
public final class StealJson {

    private StealJson() {}

    /** The settings as a JSON object. */
    public static Map<String, Object> describe(StealSettings settings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("enabled", settings.enabled());
        json.put("policy", settings.rule().name().toLowerCase(Locale.ROOT));
        json.put("interval_seconds", seconds(settings.interval()));
        json.put("margin_seconds", seconds(settings.margin().floor()));
        json.put("margin_share", settings.margin().share());
        ImbalanceThreshold threshold = settings.threshold();
        json.put("threshold", List.of(threshold.minimum(), threshold.factor(), threshold.difference()));
        json.put("victims", settings.victims().name().toLowerCase(Locale.ROOT));
        return json;
    }

    /**
     * Reads what {@link #describe} wrote.
     *
     * @throws IllegalArgumentException when a field is absent or out of range; names it
     */
    public static StealSettings read(JsonNode json) {
        if (!json.path("enabled").isBoolean()) {
            throw new IllegalArgumentException("stealing.enabled is not true or false");
        }
        JsonNode threshold = json.path("threshold");
        return new StealSettings(
                json.path("enabled").asBoolean(),
                duration(json, "interval_seconds"),
                Rule.valueOf(json.path("policy").asText().toUpperCase(Locale.ROOT)),
                new ImbalanceThreshold(
                        threshold.path(0).asInt(),
                        threshold.path(1).asInt(),
                        threshold.path(2).asInt()),
                Victims.valueOf(json.path("victims").asText().toUpperCase(Locale.ROOT)),
                new StealMargin(
                        duration(json, "margin_seconds"),
                        json.path("margin_share").asDouble(Double.NaN)));
    }

    private static double seconds(Duration duration) {
        return (double) duration.toMillis() / 1000;
    }

    private static Duration duration(JsonNode json, String field) {
        double seconds = json.path(field).asDouble(Double.NaN);
        if (!(seconds >= 0 && seconds < 1e9)) {
            throw new IllegalArgumentException("stealing." + field + " is not a number of seconds");
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
