package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What run.json says of a finished run (docs/results.md); fields that are not there are left out. */
public final class ManifestContext {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> SETTINGS =
            List.of("started", "ended", "engine", "chunk_size", "devices", "models_sha256", "compat", "embeddings");

    private ManifestContext() {}

    /** The context of the run of a manifest. */
    public static RunContext of(JsonNode manifest, List<String> notes) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("version", manifest.path("tool").path("version").asText());
        for (String name : SETTINGS) {
            if (manifest.hasNonNull(name)) {
                settings.put(name, MAPPER.convertValue(manifest.path(name), Object.class));
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        manifest.path("counts")
                .properties()
                .forEach(entry -> result.put(entry.getKey(), MAPPER.convertValue(entry.getValue(), Object.class)));
        if (manifest.has("exit_code")) {
            result.put("exit_code", manifest.path("exit_code").asInt());
        }
        List<String> inputs = new ArrayList<>();
        manifest.path("inputs").forEach(input -> inputs.add(input.path("stem").asText()));
        Map<String, Map<String, Object>> workers = new LinkedHashMap<>();
        manifest.path("workers")
                .forEach(worker -> workers.put(
                        worker.path("worker").asText(),
                        Map.of("device", worker.path("device").asText())));
        return new RunContext("recorded", "finished", settings, result, inputs, workers, Map.of(), notes);
    }
}
