package org.virnucpro.common.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.testkit.RepositoryFiles;

final class ModelsFolderTest {

    @TempDir
    Path folder;

    @Test
    void the_demo_folder_resolves_to_its_safetensors() {
        Path demo = RepositoryFiles.fixture("demo");

        ModelsFolder models = ModelsFolder.resolve(demo, 500);

        assertThat(models.dnabert().weights()).isEqualTo(demo.resolve("dnabert/model.safetensors"));
        assertThat(models.esm2().weights()).isEqualTo(demo.resolve("esm2/model.safetensors"));
        assertThat(models.classifier().weights()).isEqualTo(demo.resolve("classifier/classifier.safetensors"));
        assertThat(models.esm2().folder()).isEqualTo(demo.resolve("esm2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.safetensors pytorch_model.bin a.pt b.pth | model.safetensors",
                "pytorch_model.bin a.pt b.pth readme.md | pytorch_model.bin",
                "a.pt b.pth a-contact-regression.pt config.json | a.pt",
                "b.pth a-contact-regression.pt | b.pth",
                "model.safetensors.index.json model-00001-of-00002.safetensors model-00002-of-00002.safetensors a.pt"
                        + " | model.safetensors.index.json",
                "model.safetensors.index.json model-00001-of-00001.safetensors model.safetensors | model.safetensors",
                "model-00001-of-00002.safetensors a.pt | a.pt"
            })
    void the_first_kind_that_is_present_wins(String files, String expected) throws IOException {
        create(files);

        assertThat(ModelsFolder.embedding(ModelPart.ESM2, folder).weights()).isEqualTo(folder.resolve(expected));
    }

    @Test
    void two_candidates_of_one_kind_are_refused_by_name() throws IOException {
        create("a.safetensors b.safetensors c.pt");

        assertThatThrownBy(() -> ModelsFolder.embedding(ModelPart.DNABERT, folder))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll(folder.toString(), "several dnabert models: a.safetensors, b.safetensors;");
    }

    @Test
    void a_named_file_is_used_whatever_else_there_is() throws IOException {
        create("a.safetensors b.pth");

        ModelFiles files = ModelsFolder.embedding(ModelPart.ESM2, folder.resolve("b.pth"));

        assertThat(files).isEqualTo(new ModelFiles(ModelPart.ESM2, folder, folder.resolve("b.pth")));
    }

    @ParameterizedTest
    @CsvSource({
        "300_model.pth 500_model.pth, 300, 300_model.pth",
        "300_model.pth 500_model.pth, 500, 500_model.pth",
        "500_model.pth other.pth, 500, 500_model.pth",
        "any.pth, 300, any.pth",
        "classifier.safetensors 300_model.pth, 500, classifier.safetensors"
    })
    void the_classifier_of_the_chunk_size_is_used(String files, int chunkSize, String expected) throws IOException {
        create(files);

        assertThat(ModelsFolder.classifier(folder, chunkSize).weights()).isEqualTo(folder.resolve(expected));
    }

    @ParameterizedTest
    @CsvSource({"a.pth b.pth, 500", "500_a.pth 500_b.pth, 500", "300_a.pth b.pth, 500"})
    void several_classifiers_are_refused_by_name(String files, int chunkSize) throws IOException {
        create(files);

        assertThatThrownBy(() -> ModelsFolder.classifier(folder, chunkSize))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll(String.join(", ", files.split(" ", -1)), "--classifier FILE");
    }

    @Test
    void a_classifier_of_another_chunk_size_is_refused_with_both_sizes() throws IOException {
        create("300_model.pth");

        assertThatThrownBy(() -> ModelsFolder.classifier(folder, 500))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll("300_model.pth", "chunks of 300 bases", "chunk size is 500");
        assertThatThrownBy(() -> ModelsFolder.classifier(folder.resolve("300_model.pth"), 500))
                .hasMessageContaining("chunk size is 500");
    }

    @Test
    void what_is_missing_is_named_with_what_is_expected() throws IOException {
        assertThatThrownBy(() -> ModelsFolder.resolve(folder.resolve("none"), 500))
                .isInstanceOf(ModelsException.class)
                .hasMessageContainingAll("none: no such folder", "dnabert/, esm2/ and classifier/");
        assertThatThrownBy(() -> ModelsFolder.resolve(folder, 500))
                .hasMessageContainingAll(folder.resolve("dnabert").toString(), "*.safetensors");
        create("config.json");
        assertThatThrownBy(() -> ModelsFolder.embedding(ModelPart.ESM2, folder))
                .hasMessageContainingAll(folder.toString(), "no weights of the esm2 model", "pytorch_model.bin");
    }

    private void create(String names) throws IOException {
        for (String name : names.split(" ", -1)) {
            Files.createFile(folder.resolve(name));
        }
    }
}
