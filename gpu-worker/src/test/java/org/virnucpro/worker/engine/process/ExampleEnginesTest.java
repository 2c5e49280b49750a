package org.virnucpro.worker.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.testkit.Python;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;
import org.virnucpro.worker.engine.EmbeddingEngine;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.model.Fixture;

/** The programs in examples/ against the outputs of the original model classes. */
final class ExampleEnginesTest {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    @ParameterizedTest
    @CsvSource({
        "ESM2, esm2-tiny-a, model.safetensors, mean_residues",
        "ESM2, esm2-tiny-a, esm2_tiny.pt, mean_residues_from_pt",
        "ESM2, esm2-tiny-sharded, model.safetensors.index.json, mean_residues",
        "DNABERT, dnabert-tiny-a, pytorch_model.bin, mean_all_tokens",
        "DNABERT, dnabert-tiny-b, model.safetensors, mean_all_tokens",
    })
    void pytorch_gives_the_embeddings_of_the_original_classes(
            ModelPart part, String folder, String file, String expected) throws IOException {
        Fixture fixture = new Fixture(folder);
        ModelFiles files = ModelsFolder.embedding(part, fixture.path().resolve(file));
        try (EngineChild child = EngineChild.start(pytorch(), Map.of(part, files), pause -> {})) {
            EmbeddingMatrix rows = child.engine(part).embed(fixture.sequences());

            Fixture.assertClose(
                    rows.values(), fixture.expected(expected).values(), Fixture.MEAN_TOLERANCE, folder + "/" + file);
        }
    }

    @Test
    void a_row_of_pytorch_in_fp32_has_the_same_bits_alone_and_in_a_batch() throws IOException {
        ModelsFolder demo = ModelsFolder.resolve(RepositoryFiles.fixture("demo"), 500);
        Map<ModelPart, ModelFiles> models = Map.of(ModelPart.DNABERT, demo.dnabert(), ModelPart.ESM2, demo.esm2());
        List<String> proteins = new Fixture("esm2-tiny-a").sequences();
        try (EngineChild child = EngineChild.start(pytorch(), models, pause -> {})) {
            EmbeddingEngine engine = child.engine(ModelPart.ESM2);
            EmbeddingMatrix together = engine.embed(proteins);
            for (int row = 0; row < proteins.size(); row++) {
                EmbeddingMatrix alone = engine.embed(List.of(proteins.get(row)));
                for (int column = 0; column < engine.width(); column++) {
                    assertThat(alone.at(0, column)).isEqualTo(together.at(row, column));
                }
            }
        }
    }

    @Test
    void padded_batches_of_pytorch_give_the_same_rows_up_to_rounding() throws IOException {
        Fixture fixture = new Fixture("esm2-tiny-b");
        ModelFiles files = ModelsFolder.embedding(ModelPart.ESM2, fixture.path());
        EngineProgram batched = pytorch("--batch-tokens", "4096");
        try (EngineChild child = EngineChild.start(batched, Map.of(ModelPart.ESM2, files), pause -> {})) {
            EmbeddingMatrix rows = child.engine(ModelPart.ESM2).embed(fixture.sequences());

            Fixture.assertClose(
                    rows.values(), fixture.expected("mean_residues").values(), Fixture.MEAN_TOLERANCE, "padded");
        }
    }

    @Test
    void pytorch_names_what_is_wrong_with_a_model() {
        ModelFiles classifier = new ModelFiles(
                ModelPart.ESM2,
                RepositoryFiles.fixture("classifier-tiny"),
                RepositoryFiles.fixture("classifier-tiny/500_model.pth"));
        EngineProgram program = pytorch();

        assertThatThrownBy(() -> EngineChild.start(program, Map.of(ModelPart.ESM2, classifier), pause -> {}))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining(
                        "cannot load the models: UnpicklingError: refused: the file names __main__.MLPClassifier");
    }

    @Test
    void the_tokenizer_of_the_pytorch_example_gives_the_published_ids() throws Exception {
        Path upstream = SharedFiles.orSkip("golden/upstream/dnabert-s-tokenizer");
        JsonNode cases = new ObjectMapper()
                .readTree(upstream.resolve("cases.json").toFile())
                .path("cases");
        List<String> texts = new ArrayList<>();
        cases.forEach(example -> texts.add(example.path("text").asText()));
        assertThat(texts).hasSizeGreaterThan(10);
        String script = "import json, sys; sys.path.insert(0, sys.argv[1]); import pytorch_engine as e\n"
                + "m = e.Dnabert.__new__(e.Dnabert); t = json.load(open(sys.argv[2] + '/tokenizer.json'))['model']\n"
                + "m.vocabulary, m.ranks = t['vocab'], {tuple(p.split(' ')): r for r, p in enumerate(t['merges'])}\n"
                + "cases = json.load(open(sys.argv[2] + '/cases.json'))['cases']\n"
                + "print([c['text'] for c in cases if '[' not in c['text'] and m.encode(c['text']) != c['ids']])";
        Process process = new ProcessBuilder(
                        Python.withOrSkip("torch"), "-c", script, examples().toString(), upstream.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(process.inputReader().readLine()).isEqualTo("[]");
    }

    @Test
    void the_template_speaks_the_protocol() {
        EngineProgram template = new EngineProgram(
                List.of(
                        Python.orSkip(),
                        examples().resolve("template_engine.py").toString()),
                null,
                LIMIT,
                LIMIT);
        ModelFiles any = new ModelFiles(ModelPart.DNABERT, Path.of(""), Path.of("any"));
        try (EngineChild child = EngineChild.start(template, Map.of(ModelPart.DNABERT, any), pause -> {})) {
            EmbeddingMatrix rows = child.engine(ModelPart.DNABERT).embed(List.of("AACGT", "TTT"));

            assertThat(rows.values()).containsExactly(2, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0);
        }
    }

    private static EngineProgram pytorch(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Python.withOrSkip("torch"),
                examples().resolve("pytorch_engine.py").toString(),
                "--device",
                "cpu"));
        command.addAll(List.of(options));
        return new EngineProgram(command, null, LIMIT, LIMIT);
    }

    private static Path examples() {
        return RepositoryFiles.top().resolve("examples");
    }
}
