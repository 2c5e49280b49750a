package org.virnucpro.coordinator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of every answer: nothing from elsewhere is loaded, nobody frames the page, nothing is kept. */
final class SecurityHeaders {

    private static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private SecurityHeaders() {}

    /** With those of an answer, which win. */
    static Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(ALL);
        headers.forEach((name, value) -> {
            all.keySet().removeIf(known -> known.equalsIgnoreCase(name));
            all.put(name, value);
        });
        return all;
    }
}
