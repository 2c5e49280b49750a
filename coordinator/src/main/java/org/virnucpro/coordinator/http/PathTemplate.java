package org.virnucpro.coordinator.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with names in braces for single segments, such as {@code /api/v1/runs/{run}}; a last segment {@code {name...}} takes
 * the rest of the path, slashes included.
 *
 * @param text as written
 */
public record PathTemplate(String text) {

    public PathTemplate {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with '/': '" + text + "'");
        }
    }

    /** The values of the names when a decoded path has this form. */
    public Optional<Map<String, String>> match(String path) {
        List<String> wanted = segments(text);
        List<String> given = segments(path);
        Map<String, String> values = new LinkedHashMap<>();
        for (int at = 0; at < wanted.size(); at++) {
            String segment = wanted.get(at);
            boolean named = segment.startsWith("{") && segment.endsWith("}");
            if (named && segment.endsWith("...}") && at < given.size()) {
                values.put(
                        segment.substring(1, segment.length() - 4), String.join("/", given.subList(at, given.size())));
                return Optional.of(values);
            }
            if (at >= given.size()) {
                return Optional.empty();
            }
            if (named) {
                values.put(segment.substring(1, segment.length() - 1), given.get(at));
            } else if (!segment.equals(given.get(at))) {
                return Optional.empty();
            }
        }
        return given.size() == wanted.size() ? Optional.of(values) : Optional.empty();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
