package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.compression.Compression;
import org.virnucpro.common.compression.Packed;

final class ForeignContentTest {
    private static final String FASTQ = "@r1 x\nACGTN\n+\n>IIII\n@r2\nAC\n+r2\n>I\n";

    @ParameterizedTest
    @EnumSource(Compression.class)
    void fastq_is_refused_with_the_command_that_converts_it(Compression format) {
        String unpack = format == Compression.NONE ? "" : format.unpackCommand() + " my/reads.fq.gz \\| ";
        String file = format == Compression.NONE ? " my/reads.fq.gz" : "";
        assertThatThrownBy(() -> read(Packed.of(format, FASTQ.getBytes(StandardCharsets.UTF_8), 20)))
                .isInstanceOf(FastaException.class)
                .hasMessageContaining("my/reads.fq.gz holds FASTQ")
                .hasMessageMatching(".*convert it with " + unpack + "awk '.*'" + file + " > reads.fa");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n@r1\r\nAC\r\n+\r\nII\r\n",
                "@r1\nAC\n+",
                "@r\n\n+\n\n",
            })
    void fastq_in_other_layouts_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining("FASTQ");
    }

    @Test
    void fastq_of_one_long_read_is_refused() {
        assertThatThrownBy(() -> read("@r\n" + "ACGT".repeat(50_000) + "\n+\n" + "I".repeat(200_000)))
                .hasMessageContaining("FASTQ");
    }

    @ParameterizedTest
    @CsvSource({
        "'PK\u0003\u0004abc', a zip archive",
        "'BAM\u0001\u0001', samtools fasta",
        "'@HD\tVN:1.6\n@SQ\tSN:a\n', SAM",
        "'\u00ff\u00fe>\u0000a\u0000', iconv",
        "'\u0001\u0002\u0000\u0003', byte 2 is zero",
    })
    void other_kinds_are_refused_with_a_way_out(String content, String wayOut) {
        assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(FastaException.class)
                .hasMessageStartingWith("my/reads.fq.gz ")
                .hasMessageContaining(wayOut);
    }

    @Test
    void zero_byte_before_the_first_header_is_refused() {
        assertThatThrownBy(() -> read("text\n\0\n>a\nAC\n")).hasMessageContaining("byte 5 is zero");
    }

    @Test
    void file_that_is_compressed_twice_is_refused() {
        assertThatThrownBy(() ->
                        read(Packed.gzip(Packed.of(Compression.XZ, FASTQ.getBytes(StandardCharsets.UTF_8), 99), 9)))
                .hasMessageContaining("compressed twice, inside with xz: unpack it once with gzip -dc");
    }

    @Test
    void tar_archive_of_fasta_files_is_refused() {
        byte[] tar = new byte[1024];
        System.arraycopy("a.fa".getBytes(StandardCharsets.UTF_8), 0, tar, 0, 4);
        System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
        assertThatThrownBy(() -> read(tar)).hasMessageContaining("tar archive");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ">a\nA\0C\n",
                "text\n>a\nA\0C\n",
                "@comment\n>a\nACGT\n+\n",
                "@r1\nACGT\n>a\n+\n",
                "@r1",
                "",
                "LOCUS x\n",
            })
    void fasta_and_unknown_text_are_left_to_the_reader(String text) throws IOException {
        assertThat(read(text)).isLessThan(2);
    }

    private static int read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int read(byte[] content) throws IOException {
        try (FastaReader reader = FastaReader.of(new ByteArrayInputStream(content), "my/reads.fq.gz")) {
            return FastaEntries.drain(reader).size();
        }
    }
}
