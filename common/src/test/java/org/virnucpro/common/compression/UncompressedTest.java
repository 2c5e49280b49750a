package org.virnucpro.common.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class UncompressedTest {
    private static final byte[] CONTENT = content(200_000);

    @ParameterizedTest
    @EnumSource(Compression.class)
    void pieces_one_after_another_are_one_file(Compression format) throws IOException {
        assertThat(unpack(Packed.of(format, CONTENT, 1_000_000)))
                .hasSameSizeAs(CONTENT)
                .satisfies(UncompressedTest::isContent);
        assertThat(unpack(Packed.of(format, CONTENT, 30_000)))
                .hasSameSizeAs(CONTENT)
                .satisfies(UncompressedTest::isContent);
        assertThat(unpack(Packed.of(format, new byte[0], 1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void format_is_told_by_the_first_bytes(Compression format) throws IOException {
        byte[] packed = Packed.of(format, CONTENT, 1_000_000);
        assertThat(Compression.of(Arrays.copyOf(packed, Compression.HEAD_BYTES)))
                .isEqualTo(format);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void file_cut_at_any_byte_is_an_error_or_ends_between_pieces(Compression format) throws IOException {
        byte[] packed = Packed.of(format, Arrays.copyOf(CONTENT, 300), 100);
        int complete = 0;
        for (int length = Compression.HEAD_BYTES; length < packed.length; length++) {
            try {
                assertThat(unpack(Arrays.copyOf(packed, length)).length % 100).isZero();
                complete++;
            } catch (CompressionException e) {
                assertThat(e)
                        .hasMessageContaining("x.fa")
                        .hasMessageContaining("byte " + length)
                        .hasMessageContaining("damaged");
            }
        }
        assertThat(complete).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void damaged_bytes_give_an_error_or_the_content(Compression format) throws IOException {
        byte[] packed = Packed.of(format, Arrays.copyOf(CONTENT, 2000), 700);
        int errors = 0;
        for (int seed = 0; seed < 600; seed++) {
            Random random = new Random(seed);
            byte[] damaged = packed.clone();
            damaged[Compression.HEAD_BYTES + random.nextInt(packed.length - Compression.HEAD_BYTES)] ^=
                    1 << random.nextInt(8);
            try {
                assertThat(Arrays.equals(unpack(damaged), Arrays.copyOf(CONTENT, 2000)))
                        .as("seed %d", seed)
                        .isTrue();
            } catch (CompressionException declared) {
                errors++;
            }
        }
        assertThat(errors).isGreaterThan(500);
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "GZIP"},
            mode = Mode.EXCLUDE)
    void other_bytes_after_a_piece_are_an_error(Compression format) throws IOException {
        byte[] packed = Packed.of(format, CONTENT, 1_000_000);
        byte[] longer = Arrays.copyOf(packed, packed.length + 20);
        Arrays.fill(longer, packed.length, longer.length, (byte) 'x');
        assertThatThrownBy(() -> unpack(longer))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("the " + format.tool() + " file x.fa")
                .hasMessageContaining("copy it again");
    }

    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = Mode.EXCLUDE)
    void bomb_is_unpacked_with_little_memory(Compression format) throws IOException {
        long bytes = 80L << 20;
        byte[] zeros = Packed.of(format, new byte[4 << 20], 4 << 20);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 20; i++) {
            bomb.write(zeros);
        }
        assumeThat((long) bomb.size()).isLessThan(bytes / 100);
        try (InputStream in = Uncompressed.of(new ByteArrayInputStream(bomb.toByteArray()), "x.fa")) {
            byte[] piece = new byte[1 << 16];
            long read = 0;
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                read += count;
            }
            assertThat(read).isEqualTo(bytes);
        }
    }

    @Test
    void zstd_frames_without_data_are_skipped_also_in_front() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] empty = HexFormat.of().parseHex("502a4d1804000000deadbeef");
        file.write(empty);
        file.write(Packed.of(Compression.ZSTD, CONTENT, 50_000));
        file.write(empty);
        assertThat(unpack(file.toByteArray())).hasSameSizeAs(CONTENT).satisfies(UncompressedTest::isContent);
    }

    @Test
    void zstd_window_of_128_mib_is_read_and_a_larger_one_refused_with_a_way_out() throws IOException {
        assertThat(unpack(zstd(27))).asString().isEqualTo("ACGT");
        assertThatThrownBy(() -> unpack(zstd(28)))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("too much memory")
                .hasMessageContaining("zstd -dc --long=31");
    }

    @Test
    void xz_header_that_asks_for_gigabytes_is_refused_with_a_way_out() throws IOException {
        byte[] packed = Packed.of(Compression.XZ, CONTENT, 1_000_000);
        packed[16] = 40;
        Arrays.fill(packed, 20, 24, (byte) 0);
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(packed, 12, 8);
        for (int i = 0; i < 4; i++) {
            packed[20 + i] = (byte) (crc.getValue() >>> (8 * i));
        }
        assertThatThrownBy(() -> unpack(packed))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("too much memory")
                .hasMessageContaining("xz -dc");
    }

    @Test
    void failure_of_the_disk_is_no_damage() {
        InputStream broken = new InputStream() {
            private int position;

            @Override
            public int read() throws IOException {
                byte[] head = "BZh11AY&SY".getBytes(StandardCharsets.US_ASCII);
                if (position == head.length) {
                    throw new IOException("disk");
                }
                return head[position++];
            }
        };
        assertThatThrownBy(() -> {
                    try (InputStream in = Uncompressed.of(broken, "x.fa")) {
                        in.readAllBytes();
                    }
                })
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    /** One frame with one raw block. */
    private static byte[] zstd(int windowLog) {
        byte[] file = HexFormat.of().parseHex("28b52ffd0000210000" + "41434754");
        file[5] = (byte) ((windowLog - 10) << 3);
        return file;
    }

    /** Without 200,000 numbers in the message. */
    private static void isContent(byte[] bytes) {
        assertThat(Arrays.equals(bytes, CONTENT)).isTrue();
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream in = Uncompressed.of(new ByteArrayInputStream(packed), "x.fa")) {
            return in.readAllBytes();
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        Random random = new Random(7);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) "ACGT".charAt(random.nextInt(4));
        }
        return content;
    }
}
