package org.virnucpro.common.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GzipMembersTest {
    private static final byte[] CONTENT = content();

    @ParameterizedTest
    @ValueSource(ints = {1000, 65_536, 1_000_000})
    void members_are_joined(int bytesPerMember) throws IOException {
        assertThat(unpack(Packed.gzip(CONTENT, bytesPerMember))).isEqualTo(CONTENT);
    }

    @Test
    void pipe_that_has_nothing_ready_between_members_is_read_to_its_end() throws IOException {
        byte[] packed = Packed.gzip(CONTENT, 1000);
        InputStream pipe = new ByteArrayInputStream(packed) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 7));
            }
        };
        try (InputStream in = new GzipMembers(pipe, "x.gz")) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
    }

    @Test
    void optional_header_fields_are_skipped() throws IOException {
        byte[] plain = Packed.gzip("ACGT".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 100);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        file.write(new byte[] {3, 0, 'B', 'C', 9, 'n', 'a', 0, 'c', 0, 1, 2});
        file.write(plain, 10, plain.length - 10);
        assertThat(unpack(file.toByteArray())).asString().isEqualTo("ACGT");
    }

    @Test
    void zeros_after_the_last_member_are_padding() throws IOException {
        byte[] packed = Packed.gzip(CONTENT, 70_000);
        assertThat(unpack(Arrays.copyOf(packed, packed.length + 512))).isEqualTo(CONTENT);
    }

    @Test
    void file_cut_at_any_byte_is_an_error_or_ends_between_members() throws IOException {
        byte[] content = Arrays.copyOf(CONTENT, 300);
        byte[] packed = Packed.gzip(content, 100);
        int complete = 0;
        for (int length = 1; length < packed.length; length++) {
            try {
                assertThat(unpack(Arrays.copyOf(packed, length)).length % 100).isZero();
                complete++;
            } catch (CompressionException e) {
                assertThat(e).hasMessageContaining("x.gz ends in the middle");
            }
        }
        assertThat(complete).isEqualTo(2);
    }

    @Test
    void other_bytes_after_a_member_are_an_error() throws IOException {
        byte[] packed = Packed.gzip(CONTENT, 70_000);
        byte[] longer = Arrays.copyOf(packed, packed.length + 1);
        longer[packed.length] = 'x';
        assertThatThrownBy(() -> unpack(longer))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("x.gz holds something else");
    }

    @Test
    void wrong_checksum_is_an_error() throws IOException {
        byte[] packed = Packed.gzip(CONTENT, 1_000_000);
        packed[packed.length - 5] ^= 1;
        assertThatThrownBy(() -> unpack(packed))
                .isInstanceOf(CompressionException.class)
                .hasMessageContaining("checksum");
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream in = new GzipMembers(new ByteArrayInputStream(packed), "x.gz")) {
            return in.readAllBytes();
        }
    }

    private static byte[] content() {
        byte[] content = new byte[200_000];
        Random random = new Random(7);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) "ACGT".charAt(random.nextInt(4));
        }
        return content;
    }
}
