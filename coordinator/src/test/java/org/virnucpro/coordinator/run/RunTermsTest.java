package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunTermsTest {

    private static final RunTerms.Input A = input("a", "11");
    private static final RunTerms.Input B = input("b", "22");
    private static final RunTerms TERMS = terms(List.of(A, B), 500, "e1");

    @Test
    void equal_terms_have_no_differences_and_survive_a_file() throws IOException {
        ObjectMapper json = new ObjectMapper();
        RunTerms read = json.readValue(json.writeValueAsString(TERMS), RunTerms.class);
        assertThat(read).isEqualTo(TERMS);
        assertThat(TERMS.differences(read)).isEmpty();
    }

    @Test
    void every_difference_is_named_with_what_was_and_what_is() {
        assertThat(TERMS.differences(terms(List.of(A, B), 300, "e2")))
                .containsExactly("chunk size (-l): 500 before, 300 now", "model esm2: sha256 e1 before, sha256 e2 now");
        assertThat(TERMS.differences(terms(List.of(input("a", "99"), input("c", "33")), 500, "e1")))
                .containsExactly(
                        "input a.fa (1,234 bytes, sha256 11, results named a) is now a.fa (1,234 bytes, sha256 99, results"
                                + " named a)",
                        "input b.fa (1,234 bytes, sha256 22, results named b) is not named any more",
                        "input c.fa (1,234 bytes, sha256 33, results named c) is new");
        assertThat(TERMS.differences(terms(List.of(A), 500, "e1")))
                .contains("inputs: 2 before, 1 now")
                .hasSize(2);
    }

    @Test
    void another_order_of_the_inputs_is_a_difference() {
        assertThat(TERMS.differences(terms(List.of(B, A), 500, "e1")))
                .containsExactly("the inputs are named in another order");
    }

    @Test
    void models_without_digests_of_their_own_differ_as_a_whole() {
        RunTerms before = new RunTerms(List.of(A), 500, "cpu", "11", Map.of(), "vanilla", "none");
        RunTerms now = new RunTerms(List.of(A), 500, "cpu", "22", Map.of(), "broad", "npy");
        assertThat(before.differences(now))
                .containsExactly(
                        "--compat: vanilla before, broad now",
                        "--save-embeddings: none before, npy now",
                        "models: sha256 11 before, sha256 22 now");
    }

    @Test
    void finished_results_have_the_terms_of_their_run() throws IOException {
        String manifest = """
                {"inputs": [
                   {"path": "in0:sub/a.fa", "stem": "a", "bytes": 1234, "sha256": "11"},
                   {"path": "in0:b.fa", "stem": "b", "bytes": 1234, "sha256": "22"}],
                 "chunk_size": 500, "engine": "cpu", "models_sha256": "mm", "models": {"esm2": "e1"},
                 "compat": "vanilla", "embeddings": "none"}""";
        assertThat(RunTerms.ofManifest(new ObjectMapper().readTree(manifest)).differences(TERMS))
                .isEmpty();
    }

    private static RunTerms terms(List<RunTerms.Input> inputs, int chunkSize, String esm2) {
        return new RunTerms(inputs, chunkSize, "cpu", "mm", Map.of("esm2", esm2), "vanilla", "none");
    }

    private static RunTerms.Input input(String stem, String sha256) {
        return new RunTerms.Input(stem + ".fa", stem, 1234, sha256);
    }
}
