package org.virnucpro.worker.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.model.Fixture;
import org.virnucpro.worker.npy.NpyReader;

final class CpuEmbeddingEngineTest {

    @ParameterizedTest
    @CsvSource({
        "esm2-tiny-a, mean_residues",
        "esm2-tiny-b, mean_residues",
        "esm2-tiny-sharded, mean_residues",
        "dnabert-tiny-a, mean_all_tokens",
        "dnabert-tiny-b, mean_all_tokens"
    })
    void embeddings_equal_those_of_the_original_classes(String folder, String expected) throws IOException {
        Fixture fixture = new Fixture(folder);
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(fixture.path(), 2)) {
            float[] means = engine.embed(fixture.sequences()).values();

            Fixture.assertClose(means, fixture.expected(expected).values(), Fixture.MEAN_TOLERANCE, folder);
        }
    }

    @Test
    void a_fair_esm_file_alone_gives_the_embeddings_of_its_half_precision_weights(@TempDir Path folder)
            throws IOException {
        Fixture fixture = new Fixture("esm2-tiny-a");
        Path file = Files.copy(fixture.path().resolve("esm2_tiny.pt"), folder.resolve("esm2_tiny.pt"));
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(file, 1)) {
            float[] means = engine.embed(fixture.sequences()).values();

            Fixture.assertClose(
                    means,
                    fixture.expected("mean_residues_from_pt").values(),
                    Fixture.MEAN_TOLERANCE,
                    "from the .pt file");
        }
    }

    @Test
    void a_pickled_checkpoint_gives_the_embeddings_of_the_safetensors_file() throws IOException {
        for (String folder : List.of("dnabert-tiny-a", "dnabert-tiny-b")) {
            Fixture fixture = new Fixture(folder);
            try (CpuEmbeddingEngine engine =
                    CpuEmbeddingEngine.open(fixture.path().resolve("pytorch_model.bin"), 1)) {
                Fixture.assertClose(
                        engine.embed(fixture.sequences()).values(),
                        fixture.expected("mean_all_tokens").values(),
                        Fixture.MEAN_TOLERANCE,
                        folder);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"esm2, protein, protein_mean", "dnabert, dna, dna_mean"})
    void embeddings_of_the_demo_models_equal_those_of_the_original_classes(String model, String key, String expected)
            throws IOException {
        Path demo = RepositoryFiles.fixture("demo");
        List<String> sequences = new ArrayList<>();
        for (JsonNode pair : new ObjectMapper()
                .readTree(demo.resolve("inputs.json").toFile())
                .path("pairs")) {
            sequences.add(pair.path(key).asText());
        }
        assertThat(sequences).hasSize(24);
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(demo.resolve(model), 2)) {
            float[] means = engine.embed(sequences).values();

            float[] stored = NpyReader.readAll(demo.resolve("expected").resolve(expected + ".npy"))
                    .values();
            assertThat(means).hasSameSizeAs(stored);
            Fixture.assertClose(means, stored, Fixture.MEAN_TOLERANCE, model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"esm2-tiny-a", "esm2-tiny-b", "dnabert-tiny-a", "dnabert-tiny-b"})
    void bits_of_a_row_do_not_depend_on_batch_order_or_threads(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        List<String> sequences = new ArrayList<>(fixture.sequences().subList(0, 11));
        // More tokens than attention takes queries at a time.
        sequences.add(sequences.get(10) + sequences.get(9) + sequences.get(8));
        try (CpuEmbeddingEngine one = CpuEmbeddingEngine.open(fixture.path(), 1);
                CpuEmbeddingEngine three = CpuEmbeddingEngine.open(fixture.path(), 3)) {
            List<float[]> alone = new ArrayList<>();
            sequences.forEach(sequence -> alone.add(one.embed(List.of(sequence)).values()));
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, sequences.size()).boxed().toList());
            Random random = new Random(3);
            for (int round = 0; round < 4; round++) {
                for (CpuEmbeddingEngine engine : List.of(one, three)) {
                    EmbeddingMatrix batch =
                            engine.embed(order.stream().map(sequences::get).toList());
                    for (int row = 0; row < batch.rows(); row++) {
                        assertThat(rowOf(batch, row)).containsExactly(alone.get(order.get(row)));
                    }
                }
                Collections.shuffle(order, random);
            }
        }
    }

    @Test
    void several_thousand_tokens_pass() throws IOException {
        Fixture fixture = new Fixture("esm2-tiny-sharded");
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(fixture.path(), 1)) {
            String protein = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ".repeat(130);

            float[] first = engine.embed(List.of(protein)).values();
            float[] again = engine.embed(List.of("MKT", protein)).values();

            assertThat(Arrays.copyOfRange(again, engine.width(), 2 * engine.width()))
                    .containsExactly(first);
            for (float value : first) {
                assertThat(value).isFinite();
            }
        }
    }

    @Test
    void an_empty_batch_gives_an_empty_matrix() {
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(new Fixture("dnabert-tiny-a").path(), 2)) {
            assertThat(engine.embed(List.of()).rows()).isZero();
        }
    }

    @Test
    void a_sequence_that_fails_is_named_and_the_engine_goes_on() throws IOException {
        Fixture fixture = new Fixture("esm2-tiny-a");
        try (CpuEmbeddingEngine engine = CpuEmbeddingEngine.open(fixture.path(), 2)) {
            assertThatThrownBy(() -> engine.embed(List.of("MKT", "", "MK")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("sequence 2 of a batch of 3");

            assertThat(engine.embed(List.of("MKT")).values())
                    .containsExactly(engine.embed(List.of("MKT")).values());
        }
    }

    private static float[] rowOf(EmbeddingMatrix matrix, int row) {
        return Arrays.copyOfRange(matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns());
    }
}
