package org.virnucpro.common.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.SharedFiles;

final class ConsensusTest {

    static Stream<Path> committedTables() throws IOException {
        try (Stream<Path> golden = Files.walk(RepositoryFiles.golden(""));
                Stream<Path> demo = Files.walk(RepositoryFiles.fixture("demo/predict"))) {
            return Stream.concat(golden, demo)
                    .filter(file -> file.endsWith(PredictionTable.FILE_NAME))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void every_committed_table_is_found() throws IOException {
        assertThat(committedTables()).hasSizeGreaterThanOrEqualTo(5 + 1 + 24);
    }

    @ParameterizedTest
    @MethodSource("committedTables")
    void consensus_equals_that_of_the_reference(Path table) throws IOException {
        assertThat(consensus(Files.readString(table)))
                .isEqualTo(Files.readString(table.resolveSibling(Consensus.FILE_NAME)));
    }

    @ParameterizedTest
    @MethodSource("committedTables")
    void rows_are_written_as_they_were_read(Path table) throws IOException {
        StringBuilder written = new StringBuilder(PredictionTable.HEADER);
        try (PredictionTableReader reader = new PredictionTableReader(Files.newInputStream(table), "table")) {
            for (PredictionRow row = reader.next(); row != null; row = reader.next()) {
                written.append(PredictionTable.row(
                        row.sequenceId(), row.label(), (float) row.othersScore(), (float) row.virusScore()));
            }
        }
        assertThat(written.toString()).isEqualTo(Files.readString(table));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test_fixed_500bp_merged", "test_with_orfs_merged", "reference_vanilla_output"})
    void consensus_equals_that_of_a_user_of_the_reference(String folder) throws IOException {
        Path reference = SharedFiles.orSkip("golden/upstream/reference/" + folder);
        assertThat(consensus(Files.readString(reference.resolve(PredictionTable.FILE_NAME))))
                .isEqualTo(Files.readString(reference.resolve(Consensus.FILE_NAME)));
    }

    @Test
    void table_without_rows_gives_a_header_only() throws IOException {
        assertThat(consensus(PredictionTable.HEADER)).isEqualTo("Modified_ID\tIs_Virus\n");
    }

    @Test
    void groups_are_sorted_by_code_points() throws IOException {
        assertThat(groups("\ud83e\udda0F1", "\uff21F1", "zF1", "ZF1", "x_10F1", "x_2F1", "\u00e9F1", "zzF1"))
                .containsExactly("Z", "x_10", "x_2", "z", "zz", "\u00e9", "\uff21", "\ud83e\udda0");
    }

    @Test
    void group_is_the_id_without_its_last_two_characters() throws IOException {
        assertThat(groups("a\ud83e\udda0\ud83e\udda0b", "F", "")).containsExactly("", "a\ud83e\udda0");
    }

    @Test
    void id_with_quotes_is_quoted() throws IOException {
        assertThat(groups("id\"q\"_chunk_1F1", "\"idF1")).containsExactly("\"\"\"id\"", "\"id\"\"q\"\"_chunk_1\"");
    }

    @ParameterizedTest
    @CsvSource({"nan,nan,False", "nan,0.5,False", "0.5,nan,False", "0.5,0.5,True", "1e-09,2e-09,True", "inf,inf,True"})
    void verdict_of_a_single_row(String score1, String score2, String verdict) throws IOException {
        assertThat(consensus(PredictionTable.HEADER + "cF1\tvirus\t" + score1 + "\t" + score2 + "\n"))
                .endsWith("c\t" + verdict + "\n");
    }

    @Test
    void nan_is_passed_over_beside_other_scores() throws IOException {
        String table = PredictionTable.HEADER + "cF1\tothers\tnan\tnan\ncF2\tvirus\t0.1\t0.9\ncR1\tothers\tnan\tnan\n";
        assertThat(consensus(table)).endsWith("c\tTrue\n");
    }

    @Test
    void blank_lines_and_other_line_ends_are_read_as_pandas_does() throws IOException {
        String table = PredictionTable.HEADER + "\naF1\tvirus\t0.1\t0.9\r\n\r\nbF1\tothers\t0.9\t0.1";
        assertThat(consensus(table)).isEqualTo("Modified_ID\tIs_Virus\na\tTrue\nb\tFalse\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x", "x\tvirus\t0.1", "x\tvirus\t0.1\t0.9\t1", "x\tVirus\t0.1\t0.9", "x\tvirus\t0.1\t",
                "x\tvirus\t0.1\t0x1p3", "x\tvirus\t0.1\t1f", "x\tvirus\t0.1\t 1", "x\tvirus\t0..1\t1",
                        "x\tvirus\tNaN\t1"
            })
    void malformed_row_is_an_error_with_its_line(String row) {
        assertThatThrownBy(() -> consensus(PredictionTable.HEADER + "aF1\tvirus\t0.1\t0.9\n" + row + "\n"))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("table line 3: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", ">id\nACGT\n", "Sequence_ID\tPrediction\tscore1\n"})
    void other_first_line_is_an_error(String content) {
        assertThatThrownBy(() -> consensus(content))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("table line 1: it must be the header Sequence_ID<TAB>Prediction");
    }

    @Test
    void id_that_is_not_utf8_is_an_error_with_its_line() {
        byte[] table = (PredictionTable.HEADER + "\u00ffF1\tvirus\t0.1\t0.9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> consensus(new ByteArrayInputStream(table)))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("table line 2: ");
    }

    @Test
    void label_is_the_larger_score_and_others_for_equal_ones() {
        assertThat(PredictionLabel.of(0.4f, 0.6f)).isEqualTo(PredictionLabel.VIRUS);
        assertThat(PredictionLabel.of(0.5f, 0.5f)).isEqualTo(PredictionLabel.OTHERS);
        assertThat(PredictionLabel.of(Float.NaN, Float.NaN)).isEqualTo(PredictionLabel.OTHERS);
    }

    private static Stream<String> groups(String... ids) throws IOException {
        StringBuilder table = new StringBuilder(PredictionTable.HEADER);
        for (String id : ids) {
            table.append(PredictionTable.row(id, PredictionLabel.VIRUS, 0.25f, 0.75f));
        }
        return consensus(table.toString()).lines().skip(1).map(line -> line.substring(0, line.indexOf('\t')));
    }

    private static String consensus(String table) throws IOException {
        return consensus(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
    }

    private static String consensus(InputStream table) throws IOException {
        Consensus consensus = new Consensus();
        try (PredictionTableReader reader = new PredictionTableReader(table, "table")) {
            for (PredictionRow row = reader.next(); row != null; row = reader.next()) {
                consensus.add(row.sequenceId(), row.othersScore(), row.virusScore());
            }
        }
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        consensus.writeTo(csv);
        return csv.toString(StandardCharsets.UTF_8);
    }
}
