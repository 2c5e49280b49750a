package org.virnucpro.common.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at. Holds nothing secret.
 *
 * @param subject what was looked at, a name that stays the same: {@code broker.latency}
 * @param message what was found
 * @param advice what to do; empty when there is nothing to do
 * @param facts the same for programs: text, numbers, truth values; units in the names
 */
public record Finding(String subject, Level level, String message, String advice, Map<String, Object> facts) {

    public Finding {
        facts = new LinkedHashMap<>(facts);
    }

    /** All is well. */
    public static Finding ok(String subject, String message) {
        return new Finding(subject, Level.OK, message, "", Map.of());
    }

    /** It could be better. */
    public static Finding warn(String subject, String message, String advice) {
        return new Finding(subject, Level.WARN, message, advice, Map.of());
    }

    /** A run that needs it fails. */
    public static Finding fail(String subject, String message, String advice) {
        return new Finding(subject, Level.FAIL, message, advice, Map.of());
    }

    /** Nobody asked for it; {@code advice} says how to. */
    public static Finding skip(String subject, String message, String advice) {
        return new Finding(subject, Level.SKIP, message, advice, Map.of());
    }

    /** The same with one more fact. */
    public Finding with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(facts);
        more.put(name, value);
        return new Finding(subject, level, message, advice, more);
    }

    /** As a JSON object, in the order in which it is read. */
    public Map<String, @Nullable Object> describe(Section section) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("section", section.text());
        described.put("subject", subject);
        described.put("level", level.text());
        described.put("message", message);
        described.put("advice", advice.isEmpty() ? null : advice);
        described.put("facts", facts);
        return described;
    }
}
