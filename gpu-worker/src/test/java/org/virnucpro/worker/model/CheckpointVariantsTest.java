package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.testkit.RepositoryFiles;

/** One model in every form that people have it in; testdata/make_checkpoint_variants.py makes them. */
final class CheckpointVariantsTest {

    private static final Fixture ORIGINAL = new Fixture("esm2-tiny-sharded");

    private final MatrixProduct product = new PlainMatrixProduct();

    @ParameterizedTest
    @ValueSource(
            strings = {"no-prefix", "bin", "bin-legacy", "bin-cuda", "bin-sharded", "fair-esm", "fair-esm-contact"})
    void every_form_of_a_checkpoint_gives_the_same_embeddings(String form) throws IOException {
        Path folder = RepositoryFiles.fixture("checkpoint-variants").resolve(form);
        ModelFiles files = ModelsFolder.embedding(ModelPart.ESM2, folder);

        float[] means = embeddings(EmbeddingModels.load(files, product));

        assertThat(means).isEqualTo(embeddings(EmbeddingModels.load(ORIGINAL.path(), product)));
        Fixture.assertClose(means, ORIGINAL.expected("mean_residues").values(), Fixture.MEAN_TOLERANCE, form);
        ModelOutline outline = new ModelOutlines().of(files);
        assertThat(outline.sizes())
                .containsEntry("layers", 2)
                .containsEntry("width", 32)
                .containsEntry("heads", 2);
        assertThat(outline.parameters()).as("also where the file holds more").isEqualTo(26_528);
    }

    private static float[] embeddings(EmbeddingModel model) throws IOException {
        float[] means = new float[12 * model.width()];
        Workspace workspace = model.newWorkspace();
        for (int i = 0; i < 12; i++) {
            model.embed(ORIGINAL.sequences().get(i), workspace, means, i * model.width());
        }
        return means;
    }
}
