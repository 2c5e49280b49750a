package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.virnucpro.common.testkit.RepositoryFiles;

/** What the reference implementation predicts with the demo models. */
final class Oracle {

    static final Path MODELS = RepositoryFiles.fixture("demo");

    private Oracle() {}

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(MODELS.resolve("predict"))) {
            return files.filter(file -> file.toString().endsWith(".fa"))
                    .sorted()
                    .toList();
        }
    }

    /** Compares all tables below {@code out}: ids, order and labels exactly, scores to 1e-5. */
    static void assertPredictions(Path out, int chunkSize) throws IOException {
        assertPredictions(out, chunkSize, 1e-5);
    }

    /** The same with scores compared to {@code tolerance}. */
    static void assertPredictions(Path out, int chunkSize, double tolerance) throws IOException {
        for (Path input : inputs()) {
            String stem = input.getFileName().toString().replace(".fa", "");
            assertSameTable(
                    out.resolve(stem + "_merged"),
                    MODELS.resolve("predict/expected/" + chunkSize + "/" + stem + "_merged"),
                    tolerance);
        }
    }

    private static void assertSameTable(Path actual, Path expected, double tolerance) throws IOException {
        assertThat(actual.resolve("prediction_results_highestscore.csv"))
                .hasSameTextualContentAs(expected.resolve("prediction_results_highestscore.csv"));
        List<String> rows = Files.readAllLines(actual.resolve("prediction_results.txt"));
        List<String> wanted = Files.readAllLines(expected.resolve("prediction_results.txt"));
        assertThat(rows).hasSameSizeAs(wanted);
        assertThat(rows.get(0)).isEqualTo(wanted.get(0));
        for (int line = 1; line < rows.size(); line++) {
            String[] row = rows.get(line).split("\t", -1);
            String[] want = wanted.get(line).split("\t", -1);
            assertThat(row[0]).isEqualTo(want[0]);
            assertThat(row[1]).isEqualTo(want[1]);
            assertThat(Double.parseDouble(row[2])).isCloseTo(Double.parseDouble(want[2]), within(tolerance));
            assertThat(Double.parseDouble(row[3])).isCloseTo(Double.parseDouble(want[3]), within(tolerance));
        }
    }
}
