package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.worker.tokenize.BpeTokenizer;

final class DnabertModelTest {
    private final MatrixProduct product = new PlainMatrixProduct();

    @ParameterizedTest
    @ValueSource(strings = {"dnabert-tiny-a", "dnabert-tiny-b"})
    void hidden_states_behind_every_layer_equal_those_of_the_original(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        DnabertModel model = (DnabertModel) EmbeddingModels.load(fixture.path(), product);
        int[] tokens =
                BpeTokenizer.read(fixture.path().resolve("tokenizer.json")).encode(fixture.shortSequence());
        float[] expected = fixture.expected("short_layers").values();
        int size = tokens.length * model.width();
        assertThat(expected).hasSize(size * (model.layers().size() + 1));
        Workspace workspace = model.newWorkspace();

        model.embedTokens(tokens, workspace);
        for (int layer = 0; layer <= model.layers().size(); layer++) {
            float[] states = Arrays.copyOfRange(expected, layer * size, (layer + 1) * size);
            Fixture.assertClose(workspace.states(), states, Fixture.STATE_TOLERANCE, "output " + layer);
            if (layer < model.layers().size()) {
                model.layers().get(layer).forward(workspace, tokens.length);
            }
        }
        float[] last = fixture.expected("short_tokens").values();
        assertThat(last).hasSize(size);
        Fixture.assertClose(workspace.states(), last, Fixture.STATE_TOLERANCE, "final states");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dnabert-tiny-a", "dnabert-tiny-b"})
    void embedding_is_the_mean_over_all_tokens(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        EmbeddingModel model = EmbeddingModels.load(fixture.path(), product);
        Workspace workspace = model.newWorkspace();
        float[] means = new float[12 * model.width()];
        for (int i = 0; i < 12; i++) {
            model.embed(fixture.sequences().get(i), workspace, means, i * model.width());
        }

        Fixture.assertClose(
                means, fixture.expected("mean_all_tokens").values(), Fixture.MEAN_TOLERANCE, "mean over tokens");
    }

    @Test
    void an_empty_sequence_is_refused() {
        EmbeddingModel model = EmbeddingModels.load(new Fixture("dnabert-tiny-a").path(), product);

        assertThatThrownBy(() -> model.embed("", model.newWorkspace(), new float[model.width()], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
