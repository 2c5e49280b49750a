package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;

final class ChunkLayoutTest {

    @ParameterizedTest
    @ValueSource(ints = {300, 500})
    void layout_equals_the_table_measured_on_the_reference(int chunkSize) throws IOException {
        List<String> rows = Files.readAllLines(RepositoryFiles.golden("chunk_table_" + chunkSize + ".tsv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split("\t", -1);
            ChunkLayout layout = ChunkLayout.of(Integer.parseInt(cells[0]), chunkSize);
            assertThat(layout.count()).as("chunks of %s", cells[0]).isEqualTo(Integer.parseInt(cells[1]));
            assertThat(text(layout)).as("chunks of %s", cells[0]).isEqualTo(cells[2]);
        }
        assertThat(rows.size()).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 60, 300})
    void every_base_is_covered_and_no_chunk_is_longer_than_the_size(int chunkSize) {
        for (int length = 1; length < 1300; length++) {
            ChunkLayout layout = ChunkLayout.of(length, chunkSize);
            assertThat(layout.start(0)).isZero();
            assertThat(layout.end(layout.count() - 1)).isEqualTo(length);
            for (int chunk = 0; chunk < layout.count(); chunk++) {
                assertThat(layout.end(chunk) - layout.start(chunk)).isBetween(1, chunkSize);
                if (chunk > 0) {
                    assertThat(layout.start(chunk)).isLessThanOrEqualTo(layout.end(chunk - 1));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2147483639, 300", "2147483639, 1", "2147483639, 2147483647", "1, 2147483647"})
    void longest_records_do_not_overflow(int length, int chunkSize) {
        ChunkLayout layout = ChunkLayout.of(length, chunkSize);
        int last = layout.count() - 1;
        assertThat(layout.end(last)).isEqualTo(length);
        assertThat(layout.start(last)).isBetween(Math.max(0, length - chunkSize), length - 1);
    }

    @Test
    void no_base_gives_no_chunk() {
        assertThat(ChunkLayout.of(0, 300).count()).isZero();
    }

    @Test
    void size_of_zero_is_refused() {
        assertThatThrownBy(() -> new Chunker(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkLayout.of(10, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void chunk_ids_count_from_one_and_a_range_of_chunks_is_a_part_of_all() {
        FastaRecord record = new FastaRecord("ctg", Bases.of("ACGTACGTAC"), 0, 0, 1);
        Chunker chunker = new Chunker(4);
        assertThat(chunker.chunks(record).map(Chunk::id)).containsExactly("ctg_chunk_1", "ctg_chunk_2", "ctg_chunk_3");
        assertThat(chunker.chunks(record, 1, 3))
                .isEqualTo(chunker.chunks(record).skip(1).toList());
        assertThatThrownBy(() -> chunker.chunks(record, 1, 4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("of 3 in record ctg");
    }

    private static String text(ChunkLayout layout) {
        return IntStream.range(0, layout.count())
                .mapToObj(chunk -> layout.start(chunk) + ":" + (layout.end(chunk) - layout.start(chunk)))
                .collect(Collectors.joining(","));
    }
}
