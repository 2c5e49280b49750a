package org.virnucpro.common.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;

/** The files of Broad's fork: the text of numbers, what pandas makes of it, and the consensus. */
final class BroadFormatTest {

    static Stream<Path> goldenTables() {
        return Stream.of("random", "ties", "order", "single", "tiny_scores")
                .map(name -> RepositoryFiles.golden("consensus_" + name));
    }

    @Test
    void text_of_numbers_is_that_of_python_and_of_pandas() throws IOException {
        List<String> rows = Files.readAllLines(RepositoryFiles.golden("float32_format.tsv"));
        assertThat(rows).hasSize(2728);
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split("\t", -1);
            float value = Float.intBitsToFloat(Integer.parseUnsignedInt(cells[0], 16));
            assertThat(TableFormat.BROAD.score(value)).as(cells[0]).isEqualTo(cells[2]);
            if (Float.isFinite(value)) {
                assertThat(Float64Text.of(PandasDecimal.parse(cells[2])))
                        .as(cells[2])
                        .isEqualTo(cells[3]);
            }
        }
    }

    /** JDK 19 and later print the shortest decimal; before, reading back is what can be checked. */
    @Test
    void any_double_reads_back_from_at_most_seventeen_digits() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong() & Long.MAX_VALUE);
            if (Double.isFinite(value)) {
                String text = Float64Text.of(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value);
                assertThat(text.length())
                        .isLessThanOrEqualTo(Double.toString(value).length() + 2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldenTables")
    void consensus_is_that_of_the_fork(Path folder) throws IOException {
        assertThat(consensus(folder.resolve("broad_prediction_results.txt")))
                .isEqualTo(Files.readString(folder.resolve("broad_prediction_results_highestscore.csv")));
    }

    @ParameterizedTest
    @MethodSource("goldenTables")
    void rows_are_those_of_the_fork(Path folder) throws IOException {
        StringBuilder written = new StringBuilder(PredictionTable.HEADER);
        Path vanilla = folder.resolve(PredictionTable.FILE_NAME);
        try (PredictionTableReader rows = new PredictionTableReader(Files.newInputStream(vanilla), "table")) {
            for (PredictionRow row = rows.next(); row != null; row = rows.next()) {
                written.append(PredictionTable.row(
                        row.sequenceId(),
                        row.label(),
                        (float) row.othersScore(),
                        (float) row.virusScore(),
                        TableFormat.BROAD));
            }
        }
        assertThat(written.toString()).isEqualTo(Files.readString(folder.resolve("broad_prediction_results.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_fixed_500bp", "test_with_orfs"})
    void consensus_is_that_of_a_user_of_the_fork(String name) throws IOException {
        Path reference = SharedFiles.orSkip("golden/upstream/reference/" + name + "_refactored/" + name + "_merged");
        assertThat(consensus(reference.resolve(PredictionTable.FILE_NAME)))
                .isEqualTo(Files.readString(reference.resolve(ConsensusTable.FILE_NAME)));
    }

    @Test
    void only_a_frame_is_cut_off_and_the_order_is_that_of_the_rows() throws IOException {
        assertThat(
                        consensus(
                                PredictionTable.HEADER
                                        + "z_chunk_1R3\tvirus\t0.25\t0.75\nothers\tothers\t0.75\t0.25\nz_chunk_1F1\tothers\t0.5\t0.5\n"))
                .isEqualTo("Modified_ID\tIs_Virus\tmax_score_0\tmax_score_1\n"
                        + "z_chunk_1\tTrue\t0.5\t0.75\nothers\tFalse\t0.75\t0.25\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-", "1e", "1x", "0x1p3", "1.2.3"})
    void what_is_no_number_is_refused(String text) {
        assertThatThrownBy(() -> PandasDecimal.parse(text)).isInstanceOf(NumberFormatException.class);
    }

    private static String consensus(Path table) throws IOException {
        return consensus(Files.readString(table));
    }

    private static String consensus(String table) throws IOException {
        ConsensusTable consensus = TableFormat.BROAD.consensus();
        ByteArrayInputStream bytes = new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8));
        try (PredictionTableReader rows = new PredictionTableReader(bytes, "table", TableFormat.BROAD)) {
            for (PredictionRow row = rows.next(); row != null; row = rows.next()) {
                consensus.add(row.sequenceId(), row.othersScore(), row.virusScore());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        consensus.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
