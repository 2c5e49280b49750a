package org.virnucpro.worker.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.EngineLostException;
import org.virnucpro.worker.engine.cuda.CudaSettings.Products;
import org.virnucpro.worker.engine.cuda.kernel.Precision;
import org.virnucpro.worker.model.Fixture;

/** On the emulated driver: the same kernels, compiled by g++. */
final class CudaEmbeddingEngineTest {
    private static final CudaDevice DEVICE = new CudaDevice(0, "GPU-emulated", "Emulated GPU", 4L << 30, 8, 0);

    private final EmulatedCuda cuda = EmulatedCuda.load();

    @BeforeEach
    void nothing_is_left_of_another_test() {
        assertNothingLeft();
    }

    @AfterEach
    void nothing_is_left_behind() {
        cuda.configure("");
    }

    @ParameterizedTest
    @CsvSource({
        "esm2-tiny-a, mean_residues, FP32, 2e-5",
        "dnabert-tiny-a, mean_all_tokens, FP32, 2e-5",
        "esm2-tiny-a, mean_residues, FP16, 1e-2",
        "esm2-tiny-a, mean_residues, BF16, 6e-2",
        "esm2-tiny-b, mean_residues, FP16, 1e-2",
        "esm2-tiny-sharded, mean_residues, FP16, 1e-2",
        "dnabert-tiny-a, mean_all_tokens, FP16, 1e-2",
        "dnabert-tiny-a, mean_all_tokens, BF16, 6e-2",
        "dnabert-tiny-b, mean_all_tokens, FP16, 1e-2",
    })
    void embeddings_equal_those_of_the_original_classes(
            String folder, String expected, Precision precision, float tolerance) throws IOException {
        Fixture fixture = new Fixture(folder);
        try (CudaEmbeddingEngine engine = open(folder, precision, 512)) {
            float[] means = engine.embed(fixture.sequences()).values();

            float[] stored = fixture.expected(expected).values();
            Fixture.assertClose(means, stored, tolerance, folder + " in " + precision);
            for (int row = 0; row < 12; row++) {
                assertThat(cosine(means, stored, row, engine.width())).isGreaterThan(0.9999);
            }
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"esm2-tiny-a", "dnabert-tiny-b"})
    void bits_of_a_row_do_not_depend_on_batch_or_order(String folder) throws IOException {
        List<String> sequences = new Fixture(folder).sequences();
        try (CudaEmbeddingEngine small = open(folder, Precision.FP16, 256);
                CudaEmbeddingEngine large = open(folder, Precision.FP16, 1024)) {
            List<float[]> alone = new ArrayList<>();
            sequences.forEach(
                    sequence -> alone.add(large.embed(List.of(sequence)).values()));
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, sequences.size()).boxed().toList());
            Collections.shuffle(order, new Random(3));
            for (CudaEmbeddingEngine engine : List.of(small, large)) {
                EmbeddingMatrix batch =
                        engine.embed(order.stream().map(sequences::get).toList());
                for (int row = 0; row < batch.rows(); row++) {
                    assertThat(rowOf(batch, row)).containsExactly(alone.get(order.get(row)));
                }
            }
        }
    }

    @Test
    void order_of_threads_changes_no_bit() throws IOException {
        List<String> sequences = new Fixture("dnabert-tiny-a").sequences().subList(0, 4);
        try (CudaEmbeddingEngine engine = open("dnabert-tiny-a", Precision.FP16, 256)) {
            float[] first = engine.embed(sequences).values();
            cuda.configure("seed=7");

            assertThat(engine.embed(sequences).values()).containsExactly(first);
        }
    }

    @Test
    void a_sequence_longer_than_a_batch_runs_alone() throws IOException {
        String protein = "MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ".repeat(12);
        try (CudaEmbeddingEngine small = open("esm2-tiny-sharded", Precision.FP16, 128);
                CudaEmbeddingEngine large = open("esm2-tiny-sharded", Precision.FP16, 1024)) {
            float[] expected = large.embed(List.of("MKT", protein, "MK")).values();

            assertThat(small.embed(List.of("MKT", protein, "MK")).values()).containsExactly(expected);
        }
    }

    @Test
    void an_empty_batch_gives_an_empty_matrix() {
        try (CudaEmbeddingEngine engine = open("dnabert-tiny-a", Precision.FP16, 128)) {
            assertThat(engine.embed(List.of()).rows()).isZero();
        }
    }

    @Test
    void a_sequence_that_has_no_embedding_is_named_and_the_engine_goes_on() {
        try (CudaEmbeddingEngine engine = open("esm2-tiny-sharded", Precision.FP16, 128)) {
            assertThatThrownBy(() -> engine.embed(List.of("MKT", "", "MK")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("sequence 2 of a batch of 3");

            assertThat(engine.embed(List.of("MKT")).values()).hasSize(engine.width());
        }
    }

    @Test
    void short_memory_halves_the_batches_and_changes_no_bit() throws IOException {
        List<String> sequences = new Fixture("esm2-tiny-sharded").sequences();
        float[] expected;
        try (CudaEmbeddingEngine engine = open("esm2-tiny-sharded", Precision.FP16, 1024)) {
            expected = engine.embed(sequences).values();
        }
        long before = cuda.count("launches");
        cuda.configure("allocation=" + (allocationsOfTheModel() + 2));
        try (CudaEmbeddingEngine engine = open("esm2-tiny-sharded", Precision.FP16, 1024)) {
            assertThat(engine.embed(sequences).values()).containsExactly(expected);
        }
        assertThat(cuda.count("launches")).isGreaterThan(before);
        assertNothingLeft();
    }

    @Test
    void a_model_that_does_not_fit_is_refused() {
        cuda.configure("memory=100000");

        assertThatThrownBy(() -> open("esm2-tiny-a", Precision.FP16, 128))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("Emulated GPU")
                .hasMessageContaining("OUT_OF_MEMORY");
        assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 719, 999})
    void a_launch_that_fails_loses_the_engine(int code) {
        CudaEmbeddingEngine engine = open("esm2-tiny-sharded", Precision.FP16, 128);
        cuda.configure("launch=3:" + code);

        assertThatThrownBy(() -> engine.embed(List.of("MKTAYIAK")))
                .isInstanceOf(EngineLostException.class)
                .hasMessageContaining("Emulated GPU")
                .hasMessageContaining(String.valueOf(code));
        engine.close();
        cuda.configure("reset");
    }

    @ParameterizedTest
    @CsvSource({"esm2-tiny-a, mean_residues, FP16, 1e-2", "dnabert-tiny-a, mean_all_tokens, BF16, 6e-2"})
    void products_of_cublaslt_give_the_same_embeddings(
            String folder, String expected, Precision precision, float tolerance) throws IOException {
        Fixture fixture = new Fixture(folder);
        try (CudaEmbeddingEngine engine = open(fixture.path(), precision, 256, Products.CUBLASLT)) {
            List<String> sequences = fixture.sequences();
            EmbeddingMatrix together = engine.embed(sequences);

            Fixture.assertClose(together.values(), fixture.expected(expected).values(), tolerance, folder);
            assertThat(engine.device()).isEqualTo("Emulated GPU, " + precision.label() + ", cublasLt 12.6.0");
            assertThat(engine.embed(List.of(sequences.get(7))).values()).containsExactly(rowOf(together, 7));
        }
        assertNothingLeft();
    }

    @ParameterizedTest
    @CsvSource({"esm2-tiny-sharded, 9", "dnabert-tiny-a, 9"})
    void a_gpu_whose_kernels_do_not_work_is_refused(String folder, int kernels) {
        for (int wrong = 1; wrong <= kernels; wrong++) {
            cuda.configure("wrong=" + wrong);
            assertThatThrownBy(() -> open(folder, Precision.FP16, 128))
                    .as("launch " + wrong)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Emulated GPU computes wrongly");
            assertNothingLeft();
        }
        cuda.configure("wrong=" + (kernels + 1));
        open(folder, Precision.FP16, 128).close();
    }

    @Test
    void what_overflows_in_fp16_is_computed_again_in_bf16(@TempDir Path copy) throws IOException {
        // The weights hold, their products with normalised states do not.
        Path model = ScaledWeights.copy(
                new Fixture("esm2-tiny-a").path(), copy, Map.of("layer.0.intermediate.dense.weight", 40_000f));
        List<String> sequences = new Fixture("esm2-tiny-a").sequences().subList(0, 4);
        try (CudaEmbeddingEngine narrow = open(model, Precision.FP16, 128, Products.KERNELS);
                CudaEmbeddingEngine wide = open(model, Precision.BF16, 128, Products.KERNELS)) {
            float[] found = narrow.embed(sequences).values();

            assertThat(found).containsExactly(wide.embed(sequences).values());
            assertThat(found[0]).isFinite();
        }
        assertNothingLeft();
    }

    @Test
    void what_overflows_in_every_precision_is_named(@TempDir Path copy) throws IOException {
        Map<String, Float> factors =
                Map.of("layer.0.intermediate.dense.weight", 1e30f, "layer.0.output.dense.weight", 1e30f);
        Path model = ScaledWeights.copy(new Fixture("esm2-tiny-a").path(), copy, factors);
        try (CudaEmbeddingEngine engine = open(model, Precision.BF16, 128, Products.KERNELS)) {
            assertThatThrownBy(() -> engine.embed(List.of("MKTAYIAK")))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("sequence 1 of a batch of 1, 8 letters long")
                    .hasMessageContaining("not finite in any precision");
        }
        assertThatThrownBy(() -> open(model, Precision.FP16, 128, Products.KERNELS))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("--precision bf16");
        assertNothingLeft();
    }

    @Test
    void a_machine_without_a_driver_is_told_what_to_do(@TempDir Path empty) {
        CudaSettings settings = new CudaSettings(DEVICE, Precision.FP16, 128, Products.BEST, Optional.of(empty));

        assertThatThrownBy(() -> CudaEmbeddingEngine.open(new Fixture("esm2-tiny-a").path(), settings))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no NVIDIA driver here")
                .hasMessageContaining("--engine cpu");
    }

    /** Allocations of device memory before those for batches. */
    private long allocationsOfTheModel() {
        CudaEmbeddingEngine engine = open("esm2-tiny-sharded", Precision.FP16, 128);
        long all = cuda.count("allocations");
        engine.close();
        return all - 2 /* rotary tables */ - 4 /* activations */ - 4 /* slots */;
    }

    private CudaEmbeddingEngine open(String folder, Precision precision, int tokens) {
        return open(new Fixture(folder).path(), precision, tokens, Products.KERNELS);
    }

    private CudaEmbeddingEngine open(Path model, Precision precision, int tokens, Products products) {
        return CudaEmbeddingEngine.open(
                model, new CudaSettings(DEVICE, precision, tokens, products, Optional.of(cuda.folder())));
    }

    private void assertNothingLeft() {
        for (String what : List.of("allocations", "hostAllocations", "streams", "events", "modules")) {
            assertThat(cuda.count(what)).as(what).isZero();
        }
    }

    private static double cosine(float[] a, float[] b, int row, int width) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            product += (double) a[i] * b[i];
            left += (double) a[i] * a[i];
            right += (double) b[i] * b[i];
        }
        return product / Math.sqrt(left * right);
    }

    private static float[] rowOf(EmbeddingMatrix matrix, int row) {
        return Arrays.copyOfRange(matrix.values(), row * matrix.columns(), (row + 1) * matrix.columns());
    }
}
