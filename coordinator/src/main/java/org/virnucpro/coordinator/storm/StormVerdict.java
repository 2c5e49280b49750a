package org.virnucpro.coordinator.storm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a history proves.
 *
 * @param mode of the storm
 * @param counts by name, in the order in which they are shown
 * @param violations of the laws, in words; empty when there is none
 */
public record StormVerdict(String mode, Map<String, Long> counts, List<String> violations) {

    public StormVerdict {
        counts = new LinkedHashMap<>(counts);
        violations = List.copyOf(violations);
    }

    /** Whether every law holds. */
    public boolean isGood() {
        return violations.isEmpty();
    }

    /** For one line of JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mode", mode);
        fields.putAll(counts);
        fields.put("ok", isGood());
        fields.put("violations", violations);
        return fields;
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder("storm, mode " + mode + ":");
        counts.forEach((name, value) -> text.append(' ')
                .append(value)
                .append(' ')
                .append(name.replace('_', ' '))
                .append(','));
        text.setLength(text.length() - 1);
        violations.forEach(violation -> text.append("\nVIOLATION: ").append(violation));
        return text.append(isGood() ? "\nnothing was lost, nothing counted twice" : "")
                .toString();
    }
}
