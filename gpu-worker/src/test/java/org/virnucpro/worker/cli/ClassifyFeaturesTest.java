package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ConsensusCommand;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;
import org.virnucpro.worker.weights.FeatureFiles;
import org.virnucpro.worker.weights.FeatureRows;
import picocli.CommandLine;

/** {@code classify} on the files that VirNucPro itself leaves behind. */
final class ClassifyFeaturesTest {

    private static final Path GOLDEN = RepositoryFiles.golden("e2e_fake_embeddings");
    private static final Path MODEL = GOLDEN.resolve("model.pth");
    private static final Path MERGED = GOLDEN.resolve("input_merged/output_1_merged.pt");
    private static final Path DNABERT = GOLDEN.resolve("input_nucleotide/output_1_DNABERT_S.pt");
    private static final Path ESM = GOLDEN.resolve("input_protein/output_1_ESM.pt");

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void both_tables_from_the_merged_features_are_those_of_virnucpro() throws IOException {
        assertTables(MERGED);
    }

    @Test
    void both_tables_from_the_two_embeddings_are_those_of_virnucpro_in_either_order() throws IOException {
        assertTables(DNABERT, ESM);
        assertTables(ESM, DNABERT);
    }

    @Test
    void rows_of_several_files_follow_one_another() throws IOException {
        Path table = folder.resolve("twice.txt");
        assertThat(classify(table, MERGED, DNABERT, ESM)).isZero();

        List<String> rows = Files.readAllLines(table);
        int each = (rows.size() - 1) / 2;
        assertThat(rows.subList(1, 1 + each)).isEqualTo(rows.subList(1 + each, rows.size()));
    }

    @Test
    void the_published_reference_features_are_read_and_classified() throws IOException {
        Path reference = SharedFiles.orSkip("golden/upstream/reference/reference_vanilla_output");
        FeatureRows merged = FeatureFiles.read(reference.resolve("output_1_merged.pt"));

        // the first numbers and lengths that PyTorch prints for the first row
        assertThat(merged.ids())
                .containsExactly(
                        "synthetic_seq_1_chunk_1R1",
                        "synthetic_seq_1_chunk_1R2",
                        "synthetic_seq_2_chunk_1R1",
                        "synthetic_seq_2_chunk_1R2");
        assertThat(merged.columns()).isEqualTo(3328);
        assertThat(merged.values()).startsWith(-0.070582047f, 0.067121305f, 0.028160116f, -0.29251966f);
        assertThat(norm(merged.values(), 0, 768)).isCloseTo(3.660475, within(1e-5));
        assertThat(norm(merged.values(), 768, 3328)).isCloseTo(14.341652, within(1e-5));
        FeatureRows halves = FeatureRows.merge(
                FeatureFiles.read(reference.resolve("output_1_DNABERT_S.pt")),
                FeatureFiles.read(reference.resolve("output_1_ESM.pt")));
        assertThat(halves.ids()).isEqualTo(merged.ids());
        assertThat(halves.values()).isEqualTo(merged.values());
        Path table = folder.resolve("reference.txt");
        assertThat(classify(table, reference.resolve("output_1_merged.pt"))).isZero();
        assertThat(Files.readAllLines(table)).hasSize(5);
    }

    @Test
    void every_reference_file_is_read() throws IOException {
        Path reference = SharedFiles.orSkip("golden/upstream/reference");
        try (Stream<Path> files = Files.walk(reference)) {
            List<Path> features =
                    files.filter(file -> file.toString().endsWith(".pt")).toList();
            assertThat(features).hasSize(15).allSatisfy(file -> {
                FeatureRows rows = FeatureFiles.read(file);
                assertThat(rows.ids()).hasSize(4);
                assertThat(rows.columns()).isIn(768, 2560, 3328);
            });
        }
    }

    @Test
    void half_of_the_features_or_another_file_is_refused_with_a_reason() {
        Path table = folder.resolve("out.txt");

        assertThat(classify(table, DNABERT)).isEqualTo(ExitCodes.USAGE);
        assertThat(classify(table, DNABERT, DNABERT)).isEqualTo(ExitCodes.USAGE);
        assertThat(classify(table, RepositoryFiles.fixture("esm2-tiny-a/esm2_tiny.pt")))
                .isEqualTo(ExitCodes.CONFIG);
        assertThat(classify(table, RepositoryFiles.fixture("classifier-3328/expected/inputs.npy")))
                .isEqualTo(ExitCodes.USAGE);
        assertThat(errors.toString())
                .contains(
                        "one half of the features",
                        "without its other half",
                        "not a feature file of VirNucPro",
                        "a .npy file of features has no ids");
        assertThat(table).doesNotExist();
    }

    /** Scores to 1e-5, everything else byte for byte. */
    private void assertTables(Path... features) throws IOException {
        Path table = folder.resolve("prediction_results.txt");
        assertThat(classify(table, features)).as(errors.toString()).isZero();
        List<String> rows = Files.readAllLines(table);
        List<String> expected = Files.readAllLines(GOLDEN.resolve("input_merged/prediction_results.txt"));
        assertThat(rows).hasSameSizeAs(expected);
        for (int row = 1; row < rows.size(); row++) {
            String[] found = rows.get(row).split("\t");
            String[] wanted = expected.get(row).split("\t");
            assertThat(found[0] + found[1]).isEqualTo(wanted[0] + wanted[1]);
            assertThat(Float.parseFloat(found[2])).isCloseTo(Float.parseFloat(wanted[2]), within(1e-5f));
            assertThat(Float.parseFloat(found[3])).isCloseTo(Float.parseFloat(wanted[3]), within(1e-5f));
        }
        Path consensus = folder.resolve("highest.csv");
        int code = new CommandLine(new ConsensusCommand()).execute(table.toString(), "-o", consensus.toString());
        assertThat(code).isZero();
        assertThat(consensus)
                .hasSameBinaryContentAs(GOLDEN.resolve("input_merged/prediction_results_highestscore.csv"));
    }

    private static double norm(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }

    private int classify(Path output, Path... features) {
        List<String> arguments = new java.util.ArrayList<>(List.of("--model", MODEL.toString()));
        Stream.of(features).map(Path::toString).forEach(arguments::add);
        arguments.addAll(List.of("-o", output.toString()));
        return new CommandLine(new ClassifyCommand())
                .setErr(new PrintWriter(errors, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    command.getErr().println(exception.getMessage());
                    return ((CommandException) exception).exitCode();
                })
                .execute(arguments.toArray(String[]::new));
    }
}
