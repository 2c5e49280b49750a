package org.virnucpro.worker.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnucpro.common.table.PredictionLabel;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.FloatTensor;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

final class ClassifierTest {

    /** The gate for float32 engines: a hundred times what float32 noise makes of a probability. */
    private static final float TOLERANCE = 1e-5f;

    static Stream<String> every_stored_classifier() {
        return Stream.of("classifier-tiny/%s", "classifier-3328/%s", "demo/classifier/%s")
                .flatMap(folder -> Stream.of(
                                "classifier.safetensors",
                                "500_model.pth",
                                "500_model_legacy.pth",
                                "500_model_cuda_tag.pth",
                                "state_dict.pth",
                                "state_dict_legacy.pth")
                        .map(file -> folder.formatted(file)));
    }

    @ParameterizedTest
    @MethodSource("every_stored_classifier")
    void probabilities_are_those_of_the_original(String fixture) {
        boolean demo = fixture.startsWith("demo");
        Path folder = RepositoryFiles.fixture(fixture).getParent();
        Path expectations = (demo ? folder.getParent() : folder).resolve("expected");
        FloatTensor features = NpyReader.readAll(expectations.resolve(demo ? "features.npy" : "inputs.npy"));
        FloatTensor expected = NpyReader.readAll(expectations.resolve("softmax.npy"));
        Classifier classifier = load(RepositoryFiles.fixture(fixture));

        assertThat(classifier.width()).isEqualTo(features.shape()[1]);
        float[] actual = classifier.classify(features.values(), features.shape()[0]);
        assertThat(actual).hasSameSizeAs(expected.values());
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected.values()[i], within(TOLERANCE));
        }
    }

    @Test
    void a_whole_prediction_of_the_original_is_reproduced() throws IOException {
        Path folder = RepositoryFiles.golden("e2e_fake_embeddings");
        Classifier classifier = load(folder.resolve("model.pth"));
        FloatTensor features;
        try (TensorSource merged = Checkpoints.open(folder.resolve("input_merged/output_1_merged.pt"))) {
            features = merged.read("data");
        }
        List<String> expected = Files.readAllLines(folder.resolve("input_merged/prediction_results.txt"));

        assertThat(features.shape()).containsExactly(expected.size() - 1, 3328);
        float[] actual = classifier.classify(features.values(), features.shape()[0]);
        for (int row = 0; row < features.shape()[0]; row++) {
            String[] columns = expected.get(row + 1).split("\t", -1);
            assertThat(actual[2 * row]).isCloseTo(Float.parseFloat(columns[2]), within(TOLERANCE));
            assertThat(actual[2 * row + 1]).isCloseTo(Float.parseFloat(columns[3]), within(TOLERANCE));
            assertThat(PredictionLabel.of(actual[2 * row], actual[2 * row + 1]).text())
                    .isEqualTo(columns[1]);
        }
    }

    @Test
    void the_bits_of_a_row_do_not_depend_on_its_batch() {
        Classifier classifier = load(RepositoryFiles.fixture("classifier-3328/500_model.pth"));
        FloatTensor features = NpyReader.readAll(RepositoryFiles.fixture("classifier-3328/expected/inputs.npy"));
        int rows = features.shape()[0];
        int width = classifier.width();
        float[] together = classifier.classify(features.values(), rows);
        Random random = new Random(4);
        for (int row = 0; row < rows; row++) {
            float[] alone = Arrays.copyOfRange(features.values(), row * width, (row + 1) * width);
            float[] expected = Arrays.copyOfRange(together, row * 2, row * 2 + 2);
            assertThat(classifier.classify(alone, 1)).isEqualTo(expected);

            int place = random.nextInt(5);
            float[] batch = new float[5 * width];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = random.nextFloat() * 1e6f;
            }
            System.arraycopy(alone, 0, batch, place * width, width);
            float[] batched = classifier.classify(batch, 5);
            assertThat(Arrays.copyOfRange(batched, place * 2, place * 2 + 2)).isEqualTo(expected);
        }
    }

    @Test
    void a_width_that_is_no_multiple_of_the_unrolled_loop_is_summed_whole() {
        HiddenLayer layer = new HiddenLayer(7, new float[] {1, 2, 3, 4, 5, 6, 7}, new float[] {2}, new float[] {-0.5f});
        float[] hidden = new float[1];

        layer.apply(new float[] {9, 1, 1, 1, 1, 1, 1, 1}, 1, hidden);
        assertThat(hidden[0]).isEqualTo(2 * 28 - 0.5f);
        layer.apply(new float[] {-1, 0, 0, 0, 0, 0, 0}, 0, hidden);
        assertThat(hidden[0]).isZero();
    }

    @Test
    void extreme_features_give_probabilities_and_not_nan() {
        Classifier classifier = load(RepositoryFiles.fixture("classifier-tiny/state_dict.pth"));
        float[] features = new float[classifier.width()];
        Arrays.fill(features, 1e30f);

        float[] probabilities = classifier.classify(features, 1);

        assertThat(probabilities[0] + probabilities[1]).isEqualTo(1f);
    }

    @Test
    void a_tie_is_others() {
        assertThat(PredictionLabel.of(0.5f, 0.5f)).isEqualTo(PredictionLabel.OTHERS);
        assertThat(PredictionLabel.of(0.49999997f, 0.5f)).isEqualTo(PredictionLabel.VIRUS);
        assertThat(PredictionLabel.of(Float.NaN, Float.NaN)).isEqualTo(PredictionLabel.OTHERS);
    }

    @Test
    void features_of_another_width_are_refused_with_both_sides_named() {
        Path file = RepositoryFiles.fixture("classifier-tiny/state_dict.pth");

        assertThatThrownBy(() -> load(file).requireWidth("features.npy", 3328))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll("features.npy has 3328", file.toString(), "takes 112");
    }

    @Test
    void a_checkpoint_of_another_model_is_refused_by_the_missing_tensor() {
        Path file = RepositoryFiles.fixture("demo/dnabert/model.safetensors");

        assertThatThrownBy(() -> load(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageContainingAll(file.toString(), "no tensor 'hidden_layer.weight'");
    }

    private static Classifier load(Path file) {
        try (TensorSource source = Checkpoints.open(file)) {
            return Classifier.load(source);
        }
    }
}
