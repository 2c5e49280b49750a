package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FastaReaderTest {

    @Test
    void lf_crlf_and_lone_cr_end_lines() throws IOException {
        assertThat(sequences(">a\r\nAC\r\n\r\nGT\n>b\rTT\rGG")).containsExactly("a=ACGT", "b=TTGG");
    }

    @Test
    void vertical_tab_form_feed_and_line_separator_do_not_end_lines() throws IOException {
        assertThat(sequences(">a\nAC\u000bGT\fAA\n>b\nAC\u2028\n")).containsExactly("a=AC\u000bGT\fAA", "b=AC");
    }

    @Test
    void text_before_the_first_header_is_skipped() throws IOException {
        assertThat(sequences("; comment\nACGT\n\n >x\n>a\nAC\n")).containsExactly("a=AC");
    }

    @Test
    void header_starts_in_the_first_column_only() throws IOException {
        assertThat(sequences(">a\nAC\n >b\nGT>c\n")).containsExactly("a=AC>bGT>c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">id x",
                "> id x",
                ">id\tx",
                ">\t id\u00a0x",
                ">id\u000bx",
                ">id\u001fx",
                ">id\u0085x",
                ">id\u3000",
                ">id  "
            })
    void id_is_the_first_word_between_unicode_whitespace(String header) throws IOException {
        assertThat(sequences(header + "\nA\n")).containsExactly("id=A");
    }

    @ParameterizedTest
    @ValueSource(strings = {">", ">   ", ">\u00a0\t"})
    void id_may_be_empty(String header) throws IOException {
        assertThat(sequences(header + "\nA\n")).containsExactly("=A");
    }

    @Test
    void zero_width_space_and_byte_order_mark_are_no_whitespace() throws IOException {
        assertThat(sequences(">id\u200b x\nA\n>\ufeffid\nA\n")).containsExactly("id\u200b=A", "\ufeffid=A");
    }

    @Test
    void blanks_go_trailing_whitespace_goes_and_interior_tabs_stay() throws IOException {
        assertThat(sequences(">a\n  AC GT\tAA  \t \nCC\t\u001c\u0085\u00a0\u3000\n"))
                .containsExactly("a=ACGT\tAACC");
    }

    @Test
    void case_and_odd_ascii_characters_are_kept() throws IOException {
        assertThat(sequences(">a\nacGTn-*;12\u0000~\n")).containsExactly("a=acGTn-*;12\u0000~");
    }

    @Test
    void entries_carry_offsets_and_line_numbers() throws IOException {
        List<FastaEntry> entries = FastaEntries.of("junk\r\n>a\r\nAC\r\n>b\rGT\n\n");
        assertThat(entries.get(0)).isEqualTo(new FastaRecord("a", Bases.of("AC"), 6, 14, 2));
        assertThat(entries.get(1)).isEqualTo(new FastaRecord("b", Bases.of("GT"), 14, 21, 4));
    }

    @Test
    void record_without_bases_is_rejected_with_its_line() throws IOException {
        List<FastaEntry> entries = FastaEntries.of(">a\nAC\n>b x\n \t\n\n>c\nG\n>d");
        assertThat(sequences(entries)).containsExactly("a=AC", "b!empty_record", "c=G", "d!empty_record");
        assertThat(FastaEntries.rejected(entries).get(0).message()).startsWith("line 3: ");
        assertThat(FastaEntries.rejected(entries).get(1).message()).startsWith("line 8: ");
    }

    @Test
    void record_with_a_base_outside_ascii_is_rejected_with_the_line_of_the_base() throws IOException {
        List<FastaEntry> entries = FastaEntries.of(">a\nAC\nA\u00e9C\nGT\n>b\nA\u00a0C\n>c\u00e9\nGT\n");
        assertThat(sequences(entries)).containsExactly("a!non_ascii_base", "b!non_ascii_base", "c\u00e9=GT");
        assertThat(FastaEntries.rejected(entries).get(0).message()).startsWith("line 3: ");
    }

    @Test
    void record_with_bytes_that_are_not_utf8_is_rejected() throws IOException {
        byte[] content = ">a\nAC\u00ffGT\n>b\u00ff x\nAC\n>c\nGT\u00a0\n>d\nAC\n".getBytes(StandardCharsets.ISO_8859_1);
        List<FastaEntry> entries = FastaEntries.of(content);
        assertThat(sequences(entries))
                .containsExactly("a!invalid_utf8", "b\ufffd!invalid_utf8", "c!invalid_utf8", "d=AC");
        assertThat(FastaEntries.rejected(entries).get(1).message()).startsWith("line 3: ");
    }

    @Test
    void first_problem_of_a_record_is_the_one_reported() throws IOException {
        byte[] content = ">a\nA\u00c3\u00a9C\nG\u00ff\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(sequences(FastaEntries.of(content))).containsExactly("a!non_ascii_base");
    }

    @Test
    void record_above_the_longest_length_is_rejected_and_the_next_one_is_read() throws IOException {
        byte[] content = (">a\n" + "ACGTACGTAC\n".repeat(3) + ">b\nAC\n>" + "h".repeat(30) + "\nAC\n>c\nAC\n")
                .getBytes(StandardCharsets.UTF_8);
        try (FastaReader reader = limited(content, new RecordLimits(25, 25, 100))) {
            assertThat(sequences(FastaEntries.drain(reader)))
                    .containsExactly("a!record_too_long", "b=AC", "!header_too_long", "c=AC");
        }
    }

    @Test
    void record_above_the_memory_of_this_process_is_an_error_of_the_file_and_no_rejection() throws IOException {
        byte[] content = ">a\nAC\n>b\nACGT\nACGT\n".getBytes(StandardCharsets.UTF_8);
        try (FastaReader reader = limited(content, new RecordLimits(25, 25, 5))) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(FastaException.class)
                    .hasMessageContaining("test.fa, line 5: a sequence of more than 5 bytes")
                    .hasMessageContaining("-Xmx");
        }
    }

    private static FastaReader limited(byte[] content, RecordLimits limits) {
        return new FastaReader(new ByteArrayInputStream(content), "test.fa", 0, ByteRange.ALL, limits);
    }

    @Test
    void lines_longer_than_any_buffer_are_read_whole() throws IOException {
        String bases = "ACGTN".repeat(600_000);
        List<FastaEntry> entries = FastaEntries.of(">a\n" + bases + "\n>b\n" + bases.substring(1) + "\r\nAC");
        assertThat(sequences(entries)).containsExactly("a=" + bases, "b=" + bases.substring(1) + "AC");
    }

    @Test
    void stream_that_gives_one_byte_at_a_time_is_read_alike() throws IOException {
        byte[] content = "x\r\n>a b\r\nAC\rGT\r\n>c\n\u00e9\n>d\nA \t\n".getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new ByteArrayInputStream(content) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1));
            }
        };
        try (FastaReader reader = FastaReader.of(trickle, "trickle")) {
            assertThat(FastaEntries.drain(reader)).isEqualTo(FastaEntries.of(content));
        }
    }

    @Test
    void empty_input_has_no_record() throws IOException {
        assertThat(FastaEntries.of("")).isEmpty();
        assertThat(FastaEntries.of("ACGT")).isEmpty();
    }

    private static List<String> sequences(String text) throws IOException {
        return sequences(FastaEntries.of(text));
    }

    private static List<String> sequences(List<FastaEntry> entries) {
        return entries.stream()
                .map(entry -> entry instanceof FastaRecord record
                        ? record.id() + "=" + record.bases()
                        : entry.id() + "!" + ((RejectedRecord) entry).reason().code())
                .toList();
    }
}
