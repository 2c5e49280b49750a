package org.virnucpro.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsFolder;

final class EmbeddingModelsTest {
    private final MatrixProduct product = new PlainMatrixProduct();

    @TempDir
    private Path folder;

    @Test
    void a_named_file_uses_what_lies_beside_it() {
        Path file = new Fixture("dnabert-tiny-b").path().resolve("model.safetensors");

        assertThat(EmbeddingModels.load(file, product)).isInstanceOf(DnabertModel.class);
    }

    @ParameterizedTest
    @CsvSource({
        "esm2-tiny-a, '\"hidden_size\": 64', '\"hidden_size\": 128', 'word_embeddings.weight|[33, 64]|[33, 128]'",
        "esm2-tiny-a, '\"intermediate_size\": 256', '\"intermediate_size\": 128', "
                + "'encoder.layer.0.intermediate.dense.weight|[256, 64]|[128, 64]'",
        "esm2-tiny-a, '\"num_hidden_layers\": 3', '\"num_hidden_layers\": 4', 'encoder.layer.3.attention'",
        "esm2-tiny-a, '\"num_attention_heads\": 4', '\"num_attention_heads\": 8', 'inv_freq|[8]|[4]'",
        "esm2-tiny-a, '\"num_attention_heads\": 4', '\"num_attention_heads\": 5', '5 heads'",
        "esm2-tiny-a, '\"num_attention_heads\": 4', '\"num_attention_heads\": 2147483647', 'heads'",
        "esm2-tiny-a, '\"rotary\"', '\"absolute\"', 'config.json|position_embedding_type'",
        "esm2-tiny-a, '\"emb_layer_norm_before\": false', '\"emb_layer_norm_before\": true', emb_layer_norm_before",
        "esm2-tiny-a, '\"hidden_size\": 64', '\"hidden_size\": -64', 'config.json|hidden_size|-64'",
        "esm2-tiny-a, '\"vocab_size\": 33', '\"vocab_size\": 34', 'config.json|vocab_size'",
        "esm2-tiny-a, '{', '[', 'config.json'",
        "dnabert-tiny-a, '\"vocab_size\": 109', '\"vocab_size\": 100', 'tokenizer.json|108|100'",
        "dnabert-tiny-a, '\"intermediate_size\": 192', '\"intermediate_size\": 96', 'gated_layers.weight|[384, 48]'",
    })
    void files_that_do_not_fit_each_other_are_refused_by_name(String model, String from, String to, String named)
            throws IOException {
        copy(model);
        Path config = folder.resolve("config.json");
        String json = Files.readString(config);
        assertThat(json).contains(from);
        Files.writeString(config, json.replace(from, to));

        assertThatThrownBy(() -> EmbeddingModels.load(folder, product))
                .isInstanceOf(ModelException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(named.split("\\|")));
    }

    @ParameterizedTest
    @CsvSource({
        "esm2-tiny-a, config.json, config.json",
        "dnabert-tiny-a, config.json, config.json",
        "dnabert-tiny-a, tokenizer.json, tokenizer.json",
    })
    void a_missing_file_is_named(String model, String missing, String named) throws IOException {
        copy(model);
        Files.delete(folder.resolve(missing));

        assertThatThrownBy(() -> EmbeddingModels.load(folder.resolve("model.safetensors"), product))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(named);
    }

    @Test
    void swapped_folders_are_refused() throws IOException {
        ModelFiles files = ModelsFolder.embedding(ModelPart.ESM2, new Fixture("dnabert-tiny-a").path());

        assertThatThrownBy(() -> EmbeddingModels.load(files, product))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is the dnabert model, but the esm2 model is needed here");
    }

    @Test
    void a_folder_without_checkpoint_says_what_it_looked_for() {
        assertThatThrownBy(() -> EmbeddingModels.load(folder, product))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("safetensors");
    }

    @Test
    void another_alphabet_is_refused() throws IOException {
        copy("esm2-tiny-a");
        Path vocabulary = folder.resolve("vocab.txt");
        Files.writeString(vocabulary, Files.readString(vocabulary).replace("L\nA\n", "A\nL\n"));

        assertThatThrownBy(() -> EmbeddingModels.load(folder, product)).hasMessageContaining("vocab.txt");
    }

    @Test
    void a_checkpoint_of_another_kind_is_refused() {
        Path classifier = new Fixture("classifier-tiny").path().resolve("classifier.safetensors");

        assertThatThrownBy(() -> EmbeddingModels.load(classifier, product))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("neither ESM-2 nor DNABERT");
    }

    private void copy(String model) throws IOException {
        try (Stream<Path> files = Files.list(new Fixture(model).path())) {
            for (Path file : List.copyOf(files.filter(Files::isRegularFile).toList())) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }
}
