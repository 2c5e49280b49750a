package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.compression.Packed;

/** A first record behind a byte order mark is no record to the reference; here it is one that was rejected. */
final class ByteOrderMarkTest {
    private static final String MARKED = "\ufeff>a x\nAC\nGT\n>b\nGG\n";

    @TempDir
    Path folder;

    @Test
    void first_record_is_rejected_and_the_others_are_read() throws IOException {
        List<FastaEntry> entries = FastaEntries.of(MARKED);
        assertThat(entries).hasSize(2);
        RejectedRecord rejected = (RejectedRecord) entries.get(0);
        assertThat(rejected.id()).isEqualTo("a");
        assertThat(rejected.reason()).isEqualTo(RejectionReason.BYTE_ORDER_MARK);
        assertThat(rejected.reason().code()).isEqualTo("byte_order_mark");
        assertThat(rejected.offset()).isZero();
        assertThat(rejected.end()).isEqualTo(14);
        assertThat(rejected.line()).isEqualTo(1);
        assertThat(rejected.message())
                .startsWith("line 1: a byte order mark")
                .endsWith(": sed '1s/^\\xEF\\xBB\\xBF//' FILE > NEW_FILE");
        assertThat(entries.get(1)).isEqualTo(new FastaRecord("b", Bases.of("GG"), 14, 20, 4));
    }

    @Test
    void gzip_input_gives_the_same_entries() throws IOException {
        byte[] content = MARKED.getBytes(StandardCharsets.UTF_8);
        assertThat(FastaEntries.of(Packed.gzip(content, 3))).isEqualTo(FastaEntries.of(content));
    }

    @Test
    void single_record_is_not_lost() throws IOException {
        assertThat(FastaEntries.rejected(FastaEntries.of("\ufeff>a"))).hasSize(1);
    }

    @Test
    void mark_is_the_problem_told_even_when_there_are_others() throws IOException {
        for (String text : List.of("\ufeff>a", "\ufeff>a\nA\u00e9\n", "\ufeff>\n>b\nA\n")) {
            assertThat(FastaEntries.rejected(FastaEntries.of(text)))
                    .extracting(RejectedRecord::reason)
                    .containsExactly(RejectionReason.BYTE_ORDER_MARK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\ufeff\n>a\nAC\n", "\ufeff >x\n>a\nAC\n", "\n\ufeff>x\n>a\nAC\n", "\ufeff\ufeff>x\n>a\nAC\n"})
    void mark_elsewhere_than_before_the_first_header_is_text_that_is_skipped(String text) throws IOException {
        List<FastaEntry> entries = FastaEntries.of(text);
        assertThat(entries).hasSize(1);
        assertThat(FastaEntries.usable(entries)).extracting(FastaRecord::id).containsExactly("a");
    }

    @Test
    void mark_before_a_later_header_is_a_character_of_the_sequence() throws IOException {
        assertThat(FastaEntries.rejected(FastaEntries.of(">a\nAC\n\ufeff>b\nGT\n")))
                .extracting(RejectedRecord::id, RejectedRecord::reason)
                .containsExactly(tuple("a", RejectionReason.NON_ASCII_BASE));
    }

    @Test
    void every_prefix_of_a_marked_header_ends_well() throws IOException {
        byte[] content = "\ufeff>".getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < content.length; length++) {
            assertThat(FastaEntries.of(Arrays.copyOf(content, length))).isEmpty();
        }
    }

    @Test
    void bytes_may_come_one_at_a_time() throws IOException {
        byte[] content = MARKED.getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new ByteArrayInputStream(content) {
            @Override
            public int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1));
            }
        };
        try (FastaReader reader = FastaReader.of(trickle, "trickle")) {
            assertThat(FastaEntries.drain(reader)).isEqualTo(FastaEntries.of(content));
        }
    }

    @Test
    void any_cut_gives_every_record_exactly_once() throws IOException {
        byte[] content = MARKED.getBytes(StandardCharsets.UTF_8);
        Path plain = Files.write(folder.resolve("x.fa"), content);
        Path packed = Files.write(folder.resolve("x.fa.gz"), Packed.gzip(content, 5));
        List<Long> offsets = List.of(0L, 14L);
        for (Path input : List.of(plain, packed)) {
            for (int cut = 0; cut <= content.length; cut++) {
                List<FastaEntry> parts = new ArrayList<>(FastaEntries.of(input, new ByteRange(0, cut, 1)));
                parts.addAll(FastaEntries.of(input, new ByteRange(cut, Long.MAX_VALUE, 1)));
                assertThat(parts.stream().map(FastaEntry::offset))
                        .as("%s cut at %d", input, cut)
                        .isEqualTo(offsets);
            }
        }
    }
}
