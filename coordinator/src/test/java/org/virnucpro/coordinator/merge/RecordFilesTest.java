package org.virnucpro.coordinator.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrame;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.coordinator.plan.InputException;

/** The answers per record, from rows in input order. */
final class RecordFilesTest {
    private static final String GCC = "GCC".repeat(3);
    private static final String INPUT = "; before the first header\n"
            + ">a first\tone \r\n" + GCC + "\r\nGC C\r\n"
            + ">empty\n"
            + ">a first\n" + GCC.toLowerCase(Locale.ROOT) + "\n\n"
            + ">stops\nTAACTAACTAACTTAGTTAGTTAGTTA\n"
            + ">b_chunk_1\n" + GCC;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void duplicates_are_told_apart_by_their_place_and_sequences_are_those_of_the_input(boolean compressed)
            throws IOException {
        Path input = compressed ? gzip(INPUT) : Files.writeString(folder.resolve("x.fa"), INPUT);
        List<String> ids = frames(input, 500);
        long viral = answer(input, (place, id) -> id.startsWith("b") || place < 3 ? 0.75f : 0.25f);
        assertThat(ids).startsWith("a_chunk_1F1").endsWith("b_chunk_1_chunk_1R3");
        assertThat(viral).isEqualTo(2);
        assertThat(folder.resolve("x_scores.tsv")).hasContent(ScoresTable.HEADER + """
                        a\t12\t0.500000\tvirus\t1\t1\tF1\t1\tok
                        empty\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tempty_record
                        a\t9\t0.250000\tothers\t1\t0\tF1\t1\tok
                        stops\t27\tNA\tNA\t1\tNA\tNA\tNA\tno_orf
                        b_chunk_1\t9\t0.750000\tvirus\t1\t1\tF1\t1\tok
                        """);
        assertThat(folder.resolve("x_virus_summary.tsv")).hasContent(ScoresTable.HEADER + """
                        b_chunk_1\t9\t0.750000\tvirus\t1\t1\tF1\t1\tok
                        a\t12\t0.500000\tvirus\t1\t1\tF1\t1\tok
                        """);
        assertThat(Files.readString(folder.resolve("x_virus.fna")))
                .isEqualTo(">a first\tone \r\n" + GCC + "\r\nGC C\r\n>b_chunk_1\n" + GCC + "\n");
    }

    @Test
    void without_a_virus_the_summary_is_a_header_and_the_sequences_are_empty() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), INPUT);
        assertThat(answer(input, (place, id) -> 0.25f)).isZero();
        assertThat(folder.resolve("x_virus_summary.tsv")).hasContent(ScoresTable.HEADER);
        assertThat(folder.resolve("x_virus.fna")).isEmptyFile();
        assertThat(folder.resolve("x_scores.tsv")).content().hasLineCount(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iupac", "blank_lines", "descriptions", "lengths", "duplicate_ids", "crlf", "wrapping"})
    void every_record_of_a_golden_input_has_a_line_in_its_order(String name) throws IOException {
        Path input = RepositoryFiles.golden(name).resolve("input.fa");
        answer(input, (place, id) -> place % 7 / 8f);
        List<String> expected = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(input)) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                expected.add(entry.id());
            }
        }
        List<String> lines = Files.readAllLines(folder.resolve("x_scores.tsv"));
        assertThat(lines.subList(1, lines.size()))
                .extracting(line -> line.split("\t", -1)[0])
                .isEqualTo(expected);
        assertThat(lines).allSatisfy(line -> assertThat(line.split("\t", -1)).hasSize(9));
        assertThat(lines).noneMatch(line -> line.contains("NaN"));
    }

    @Test
    void missing_rows_fail_their_records_only() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), INPUT);
        List<String> ids = frames(input, 500);
        int ofFirst = (int) ids.stream().filter(id -> id.startsWith("a")).count() / 2;
        List<RecordAnswer> answers = new ArrayList<>();
        try (RecordWalk walk = new RecordWalk(input, 500, answers::add)) {
            for (int i = 0; i < ofFirst - 1; i++) {
                walk.row(ids.get(i), 0.25f, 0.75f);
            }
            walk.missing(1, "no luck");
            for (int i = ofFirst; i < ids.size(); i++) {
                walk.row(ids.get(i), 0.25f, 0.75f);
            }
            walk.end();
        }
        assertThat(answers)
                .extracting(RecordAnswer::status)
                .containsExactly("task_dead", "empty_record", "ok", "no_orf", "ok");
        assertThat(answers.get(0).message()).isEqualTo("no luck");
        assertThat(answers.get(0).score()).isEmpty();
    }

    @Test
    void rows_that_do_not_fit_the_input_are_an_error() throws IOException {
        Path input = Files.writeString(folder.resolve("x.fa"), ">a\n" + GCC + "\n");
        try (RecordWalk walk = new RecordWalk(input, 500, answer -> {})) {
            assertThatThrownBy(() -> walk.row("b_chunk_1F1", 0.5f, 0.5f))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("x.fa")
                    .hasMessageContaining("b_chunk_1F1")
                    .hasMessageContaining("a_chunk_1F1");
            assertThatThrownBy(walk::end).isInstanceOf(InputException.class);
            assertThatThrownBy(() -> walk.missing(99, "")).isInstanceOf(InputException.class);
        }
    }

    private interface Scores {
        float virus(int place, String id);
    }

    private long answer(Path input, Scores scores) throws IOException {
        try (RecordFiles files = new RecordFiles(folder, "x", input);
                RecordWalk walk = new RecordWalk(input, 500, files::add)) {
            int place = 0;
            for (String id : frames(input, 500)) {
                float virus = scores.virus(place++, id);
                walk.row(id, 1 - virus, virus);
            }
            walk.end();
            return files.finish();
        }
    }

    private static List<String> frames(Path input, int chunkSize) throws IOException {
        List<String> ids = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(input)) {
            for (var entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof FastaRecord record) {
                    new OpenFrameFinder(chunkSize)
                            .openFrames(record)
                            .map(OpenFrame::id)
                            .forEach(ids::add);
                }
            }
        }
        return ids;
    }

    private Path gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Files.write(folder.resolve("x.fa.gz"), bytes.toByteArray());
    }
}
