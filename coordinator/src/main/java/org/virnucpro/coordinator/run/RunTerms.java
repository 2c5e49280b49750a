package org.virnucpro.coordinator.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;

/**
 * What the results of a run depend on. A run is resumed, and finished results are those of a command, only when all of it is
 * equal: contents count, not paths or times.
 *
 * @param inputs in the order of the command line
 * @param chunkSize window in bases
 * @param engine kind of engine
 * @param models digest of all models; empty for {@code synthetic}
 * @param modelDigests SHA-256 by model
 * @param tables form of the tables, as the command line names it
 * @param embeddings form of the kept embeddings, as the command line names it
 */
public record RunTerms(
        List<Input> inputs,
        int chunkSize,
        String engine,
        String models,
        Map<String, String> modelDigests,
        String tables,
        String embeddings) {

    private static final int DIGEST_SHOWN = 12;

    /**
     * One input.
     *
     * @param name file name, which failed.tsv shows
     * @param stem names its results
     * @param bytes size
     * @param sha256 of its bytes, in lower-case hexadecimal
     */
    public record Input(String name, String stem, long bytes, String sha256) {

        private String describe() {
            return name + " (" + String.format(Locale.ROOT, "%,d", bytes) + " bytes, sha256 " + start(sha256)
                    + ", results named " + stem + ")";
        }
    }

    public RunTerms {
        inputs = List.copyOf(inputs);
        modelDigests = new TreeMap<>(modelDigests);
    }

    /** Of a run whose inputs are these. */
    public static RunTerms of(List<Input> inputs, int chunkSize, String engine, String models, ResultSettings results) {
        return new RunTerms(
                inputs,
                chunkSize,
                engine,
                models,
                results.modelDigests(),
                results.tables().word(),
                results.embeddings().word());
    }

    /** Of a run whose inputs have these digests, in their order. */
    static RunTerms of(RunSpec spec, List<String> digests) {
        List<Input> inputs = new ArrayList<>();
        for (int index = 0; index < spec.inputs().size(); index++) {
            var input = spec.inputs().get(index);
            inputs.add(new Input(lastName(input.path().relative()), input.stem(), input.bytes(), digests.get(index)));
        }
        return of(inputs, spec.chunkSize(), spec.engine(), spec.models(), spec.results());
    }

    /** Of finished results, from their run.json. */
    public static RunTerms ofManifest(JsonNode manifest) {
        List<Input> inputs = new ArrayList<>();
        for (JsonNode input : manifest.path("inputs")) {
            inputs.add(new Input(
                    lastName(input.path("path").asText()),
                    input.path("stem").asText(),
                    input.path("bytes").asLong(),
                    input.path("sha256").asText()));
        }
        Map<String, String> models = new LinkedHashMap<>();
        manifest.path("models")
                .properties()
                .forEach(model -> models.put(model.getKey(), model.getValue().asText()));
        return new RunTerms(
                inputs,
                manifest.path("chunk_size").asInt(),
                manifest.path("engine").asText(),
                manifest.path("models_sha256").asText(),
                models,
                manifest.path("compat").asText(),
                manifest.path("embeddings").asText());
    }

    /** What is not the same now, a line each, for people; empty when nothing is. */
    public List<String> differences(RunTerms now) {
        List<String> lines = new ArrayList<>();
        differ(lines, "chunk size (-l)", chunkSize, now.chunkSize);
        differ(lines, "--engine", engine, now.engine);
        differ(lines, "--compat", tables, now.tables);
        differ(lines, "--save-embeddings", embeddings, now.embeddings);
        int before = lines.size();
        Map<String, String> all = new TreeMap<>(modelDigests);
        all.putAll(now.modelDigests);
        all.keySet()
                .forEach(model -> differ(
                        lines,
                        "model " + model,
                        "sha256 " + start(modelDigests.getOrDefault(model, "none")),
                        "sha256 " + start(now.modelDigests.getOrDefault(model, "none"))));
        if (lines.size() == before) {
            differ(lines, "models", "sha256 " + start(models), "sha256 " + start(now.models));
        }
        inputDifferences(lines, now);
        return lines;
    }

    private void inputDifferences(List<String> lines, RunTerms now) {
        if (inputs.size() != now.inputs.size()) {
            lines.add("inputs: " + inputs.size() + " before, " + now.inputs.size() + " now");
        }
        Map<String, Input> earlier = byStem(inputs);
        Map<String, Input> current = byStem(now.inputs);
        earlier.forEach((stem, input) -> {
            Input same = current.get(stem);
            if (same == null) {
                lines.add("input " + input.describe() + " is not named any more");
            } else if (!same.equals(input)) {
                lines.add("input " + input.describe() + " is now " + same.describe());
            }
        });
        current.forEach((stem, input) -> {
            if (!earlier.containsKey(stem)) {
                lines.add("input " + input.describe() + " is new");
            }
        });
        if (lines.isEmpty() && !inputs.equals(now.inputs)) {
            lines.add("the inputs are named in another order");
        }
    }

    private static Map<String, Input> byStem(List<Input> inputs) {
        Map<String, Input> byStem = new LinkedHashMap<>();
        inputs.forEach(input -> byStem.put(input.stem(), input));
        return byStem;
    }

    private static void differ(List<String> lines, String what, Object before, Object now) {
        if (!Objects.equals(before, now)) {
            lines.add(what + ": " + before + " before, " + now + " now");
        }
    }

    private static String start(String digest) {
        return digest.isEmpty() ? "none" : digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
    }

    private static String lastName(String path) {
        return path.substring(1 + Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')));
    }
}
