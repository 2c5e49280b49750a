package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsCheck;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.testkit.RepositoryFiles;

final class ModelOutlinesTest {

    private static final Path DEMO = RepositoryFiles.fixture("demo");

    private final ModelOutlines outlines = new ModelOutlines();

    @TempDir
    private Path folder;

    @Test
    void the_check_is_found_by_commands_that_do_not_know_this_module() {
        List<ModelsCheck> checks = ServiceLoader.load(ModelsCheck.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();

        assertThat(checks).singleElement().isInstanceOf(ModelOutlines.class);
        assertThatCode(() -> checks.get(0).check(ModelsFolder.resolve(DEMO, 500)))
                .doesNotThrowAnyException();
    }

    @Test
    void sizes_and_parameters_are_those_of_the_files() {
        ModelsFolder demo = ModelsFolder.resolve(DEMO, 500);

        ModelOutline dnabert = outlines.of(demo.dnabert());
        assertThat(dnabert.sizes()).containsEntry("width", 48).containsEntry("heads", 12);
        ModelOutline classifier = outlines.of(demo.classifier());
        assertThat(classifier.sizes()).containsEntry("features", 112).containsEntry("hidden", 32);
        assertThat(classifier.parameters()).isEqualTo(112 * 32 + 5 * 32 + 2 * 32 + 2);
        assertThat(classifier.storedNumbers()).containsEntry("F32", classifier.parameters());
    }

    /** Figures of the published models; MODELS specification, sections 1.1, 2.1 and 5. */
    @ParameterizedTest
    @CsvSource({"6, 320, 20, 7408960, 16.0", "12, 480, 20, 33269280, 70.2", "36, 2560, 40, 2832442880, 5720"})
    void parameters_and_operations_of_esm2_are_the_published_ones(
            int layers, int width, int heads, long parameters, double megaflops) throws IOException {
        ModelFiles files = new EmptyModel(folder).esm2(layers, width, heads);

        ModelOutline outline = outlines.of(files);

        assertThat(outline.parameters()).isEqualTo(parameters);
        assertThat(outline.cost().flops() / 1e6)
                .isCloseTo(megaflops, org.assertj.core.data.Percentage.withPercentage(1));
    }

    @Test
    void a_classifier_of_another_width_is_refused_with_all_widths_and_files() {
        ModelsFolder demo = ModelsFolder.resolve(DEMO, 500, RepositoryFiles.fixture("classifier-3328/500_model.pth"));

        assertThatThrownBy(() -> outlines.check(demo))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll(
                        "classifier-3328/500_model.pth: takes 3328", "dnabert", "48", "esm2", "64", "112");
    }

    @Test
    void a_classifier_for_300_bases_is_refused_for_500() throws IOException {
        Path classifier = Files.copy(DEMO.resolve("classifier/500_model.pth"), folder.resolve("300_model.pth"));

        assertThatThrownBy(() -> ModelsFolder.resolve(DEMO, 500, classifier))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll("300_model.pth", "300 bases", "chunk size is 500");
    }

    @Test
    void swapped_models_are_refused() {
        ModelsFolder demo = ModelsFolder.resolve(DEMO, 500);
        ModelFiles swapped = new ModelFiles(
                ModelPart.ESM2, demo.dnabert().folder(), demo.dnabert().weights());

        assertThatThrownBy(() -> outlines.check(new ModelsFolder(demo.dnabert(), swapped, demo.classifier())))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("is the dnabert model, but the esm2 model is needed here");
    }

    @Test
    void a_missing_tensor_is_named_without_reading_the_others() throws IOException {
        ModelFiles files =
                new EmptyModel(folder).without("layer.35.output.dense.bias").esm2(36, 2560, 40);

        assertThatThrownBy(() -> outlines.of(files))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll(files.weights().toString(), "encoder.layer.35.output.dense.bias");
    }

    @Test
    void no_classifier_where_one_is_needed_is_refused() {
        ModelFiles esm2 =
                new ModelFiles(ModelPart.CLASSIFIER, DEMO.resolve("esm2"), DEMO.resolve("esm2/model.safetensors"));

        assertThatThrownBy(() -> outlines.checkClassifier(esm2))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("is the esm2 model, but the classifier model is needed here");
    }
}
