package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.FloatTensor;

/**
 * A small model with random weights and what the original classes compute from it in float64.
 *
 * @param folder below testdata/fixtures
 */
public record Fixture(String folder) {
    /** Allowed difference of a pooled embedding; every known mistake but one is larger (MODELS specification, section 6). */
    public static final float MEAN_TOLERANCE = 2e-5f;
    /** Allowed difference of one hidden state. */
    public static final float STATE_TOLERANCE = 5e-5f;

    public Path path() {
        return RepositoryFiles.fixture(folder);
    }

    public List<String> sequences() throws IOException {
        List<String> sequences = new ArrayList<>();
        inputs().path("sequences")
                .forEach(entry -> sequences.add(entry.path("sequence").asText()));
        assertThat(sequences).hasSize(12);
        return sequences;
    }

    JsonNode inputs() throws IOException {
        return new ObjectMapper()
                .readTree(path().resolve("expected/inputs.json").toFile());
    }

    String shortSequence() throws IOException {
        return sequences().get(inputs().path("short_index").asInt());
    }

    public FloatTensor expected(String name) {
        return NpyReader.readAll(path().resolve("expected").resolve(name + ".npy"));
    }

    /** Fails unless the first numbers of {@code found} equal {@code expected} to a tolerance. */
    public static void assertClose(float[] found, float[] expected, float tolerance, String what) {
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs(found[i] - expected[i]) <= tolerance)) {
                throw new AssertionError(
                        what + ": number " + i + " is " + found[i] + ", expected " + expected[i] + " +- " + tolerance);
            }
        }
    }
}
