package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.worker.tokenize.EsmTokenizer;

final class Esm2ModelTest {
    private final MatrixProduct product = new PlainMatrixProduct();

    @ParameterizedTest
    @ValueSource(strings = {"esm2-tiny-a", "esm2-tiny-b", "esm2-tiny-sharded"})
    void hidden_states_behind_every_layer_equal_those_of_fair_esm(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        Esm2Model model = (Esm2Model) EmbeddingModels.load(fixture.path(), product);
        int[] tokens = new EsmTokenizer().encode(fixture.shortSequence());
        float[] expected = fixture.expected("short_layers").values();
        int size = tokens.length * model.width();
        assertThat(expected).hasSize(size * (model.layers().size() + 2));
        Workspace workspace = model.newWorkspace();

        model.embedTokens(tokens, workspace);
        for (int layer = 0; layer <= model.layers().size(); layer++) {
            float[] states = Arrays.copyOfRange(expected, layer * size, (layer + 1) * size);
            Fixture.assertClose(workspace.states(), states, Fixture.STATE_TOLERANCE, "representation " + layer);
            if (layer < model.layers().size()) {
                model.layers().get(layer).forward(workspace, tokens.length);
            }
        }
        model.applyFinalNorm(workspace, tokens.length);
        float[] last = fixture.expected("short_tokens").values();
        assertThat(last).hasSize(size);
        Fixture.assertClose(workspace.states(), last, Fixture.STATE_TOLERANCE, "final states");
    }

    @ParameterizedTest
    @ValueSource(strings = {"esm2-tiny-a", "esm2-tiny-b", "esm2-tiny-sharded"})
    void mask_tokens_are_zeroed_and_the_rest_rescaled(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        Esm2Model model = (Esm2Model) EmbeddingModels.load(fixture.path(), product);
        Workspace workspace = model.newWorkspace();
        String sequence = fixture.inputs().at("/mask_case/sequence").asText();

        model.forward(new EsmTokenizer().encode(sequence), workspace);

        float[] expected = fixture.expected("mask_case_tokens").values();
        Fixture.assertClose(workspace.states(), expected, Fixture.STATE_TOLERANCE, sequence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"esm2-tiny-a", "esm2-tiny-b", "esm2-tiny-sharded"})
    void embedding_is_the_mean_over_the_residues(String folder) throws IOException {
        Fixture fixture = new Fixture(folder);
        EmbeddingModel model = EmbeddingModels.load(fixture.path(), product);
        Workspace workspace = model.newWorkspace();
        float[] means = new float[12 * model.width()];
        for (int i = 0; i < 12; i++) {
            model.embed(fixture.sequences().get(i), workspace, means, i * model.width());
        }

        Fixture.assertClose(
                means, fixture.expected("mean_residues").values(), Fixture.MEAN_TOLERANCE, "mean over residues");
    }

    @Test
    void only_the_first_1024_residues_are_averaged() {
        Esm2Model model = (Esm2Model) EmbeddingModels.load(new Fixture("esm2-tiny-sharded").path(), product);
        String protein = "MKTAYIAKQR".repeat(103);
        Workspace workspace = model.newWorkspace();
        float[] embedding = new float[model.width()];
        model.embed(protein, workspace, embedding, 0);

        model.forward(new EsmTokenizer().encode(protein), workspace);
        double sum = 0;
        for (int position = 1; position <= 1024; position++) {
            sum += workspace.states()[position * model.width()];
        }
        assertThat(embedding[0]).isEqualTo((float) (sum / 1024));
    }

    @Test
    void a_protein_without_residues_is_refused() {
        EmbeddingModel model = EmbeddingModels.load(new Fixture("esm2-tiny-sharded").path(), product);

        assertThatThrownBy(() -> model.embed("", model.newWorkspace(), new float[model.width()], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
