package org.virnucpro.worker.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnucpro.common.table.PredictionLabel;
import org.virnucpro.common.table.PredictionRow;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.PredictionTableReader;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.classify.Classifier;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.TensorSource;

/** Whole files through the demo models, against what the original classes gave (see testdata/fixtures/README.md). */
class DemoModelsTest {

    /** Float32 here, float64 there. */
    private static final double TOLERANCE = 1e-5;

    private static ModelShardPredictor predictor;

    @BeforeAll
    static void load_the_demo_models() {
        Path demo = RepositoryFiles.fixture("demo");
        Classifier classifier;
        try (TensorSource weights = Checkpoints.open(demo.resolve("classifier/classifier.safetensors"))) {
            classifier = Classifier.load(weights);
        }
        predictor = new ModelShardPredictor(
                CpuEmbeddingEngine.open(demo.resolve("dnabert"), 2),
                CpuEmbeddingEngine.open(demo.resolve("esm2"), 2),
                Map.of(300, classifier::classify, 500, classifier::classify),
                ModelShardPredictor.DEFAULT_BATCH);
    }

    @AfterAll
    static void free_the_models() {
        predictor.close();
    }

    static Stream<Arguments> cases() {
        return Stream.of(300, 500)
                .flatMap(size ->
                        IntStream.rangeClosed(1, 12).mapToObj(number -> Arguments.of(size, "f%02d".formatted(number))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rows_equal_those_of_the_original(int chunkSize, String stem) throws IOException {
        Path folder = RepositoryFiles.fixture("demo/predict");
        CollectedRows rows = new CollectedRows();

        predictor.predict(Shards.wholeJob(folder.resolve(stem + ".fa"), chunkSize), rows, () -> false);

        List<PredictionRow> expected =
                expected(folder.resolve("expected/" + chunkSize + "/" + stem + "_merged/" + PredictionTable.FILE_NAME));
        assertThat(rows.rows())
                .extracting(CollectedRows.Row::id)
                .containsExactlyElementsOf(
                        expected.stream().map(PredictionRow::sequenceId).toList());
        for (int i = 0; i < expected.size(); i++) {
            CollectedRows.Row row = rows.rows().get(i);
            assertThat(PredictionLabel.of(row.others(), row.virus()))
                    .as(row.id())
                    .isEqualTo(expected.get(i).label());
            assertThat((double) row.others())
                    .as(row.id())
                    .isCloseTo(expected.get(i).othersScore(), within(TOLERANCE));
            assertThat((double) row.virus())
                    .as(row.id())
                    .isCloseTo(expected.get(i).virusScore(), within(TOLERANCE));
        }
    }

    private static List<PredictionRow> expected(Path table) throws IOException {
        List<PredictionRow> rows = new ArrayList<>();
        try (PredictionTableReader reader = new PredictionTableReader(Files.newInputStream(table), table.toString())) {
            for (PredictionRow row = reader.next(); row != null; row = reader.next()) {
                rows.add(row);
            }
        }
        return rows;
    }
}
