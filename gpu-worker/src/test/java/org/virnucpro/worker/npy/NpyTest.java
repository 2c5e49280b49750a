package org.virnucpro.worker.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.npy.NpyException;
import org.virnucpro.common.npy.NpyWriter;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.worker.testkit.Mutation;
import org.virnucpro.worker.weights.FloatTensor;

final class NpyTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classifier-tiny/expected/inputs.npy",
                "classifier-3328/expected/inputs.npy",
                "demo/expected/softmax.npy",
                "esm2-tiny-b/expected/mean_residues.npy"
            })
    void what_numpy_wrote_is_written_byte_for_byte(String fixture) throws IOException {
        Path original = RepositoryFiles.fixture(fixture);
        Path copy = folder.resolve("copy.npy");
        try (NpyReader reader = NpyReader.open(original);
                NpyWriter writer = NpyWriter.create(copy, reader.rows(), reader.columns())) {
            float[] block = new float[7 * reader.columns()];
            for (int rows = reader.readRows(block, 7); rows > 0; rows = reader.readRows(block, 7)) {
                writer.writeRows(block, rows);
            }
        }

        assertThat(copy).hasSameBinaryContentAs(original);
        assertThat(folder.resolve("copy.npy.partial")).doesNotExist();
    }

    @Test
    void three_dimensions_are_read() {
        FloatTensor tensor = NpyReader.readAll(RepositoryFiles.fixture("esm2-tiny-a/expected/short_layers.npy"));

        assertThat(tensor.shape()).containsExactly(5, 9, 64);
    }

    @Test
    void a_matrix_without_rows_is_a_matrix() {
        Path file = folder.resolve("empty.npy");
        NpyWriter.create(file, 0, 3328).close();

        assertThat(NpyReader.readAll(file).shape()).containsExactly(0, 3328);
    }

    @Test
    void a_writer_closed_early_leaves_the_target_as_it_was() throws IOException {
        Path file = folder.resolve("out.npy");
        Files.writeString(file, "before");
        try (NpyWriter writer = NpyWriter.create(file, 2, 1)) {
            writer.writeRows(new float[] {1}, 1);
        }

        assertThat(file).hasContent("before");
        assertThat(folder).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void more_rows_than_announced_are_refused() {
        try (NpyWriter writer = NpyWriter.create(folder.resolve("out.npy"), 1, 1)) {
            assertThatThrownBy(() -> writer.writeRows(new float[2], 2)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_target_that_is_no_regular_file_is_refused() {
        assertThatThrownBy(() -> NpyWriter.create(folder, 1, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("not a regular file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), } | '<f8'",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (1, 1), } | '>f4'",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), } | type [",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), } | Fortran order",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), } | needs 8 bytes but the file holds 4",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (), } | expected 1 to 3 dimensions",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1), } | expected 1 to 3 dimensions",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 1), } | no valid 'shape'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 1), } | dimension '99999999999'",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000000, 2000000000, 2000000000), } | too large",
                "{'descr': '<f4', 'fortran_order': False} | no valid 'shape'",
            })
    void a_wrong_header_is_refused_by_name(String header, String message) throws IOException {
        Path file = Files.write(folder.resolve("wrong.npy"), npy(header, 4));

        assertThatThrownBy(() -> NpyReader.open(file))
                .isInstanceOf(NpyException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void mutated_files_throw_only_the_exception_of_this_package() throws IOException {
        byte[] original = Files.readAllBytes(RepositoryFiles.fixture("classifier-tiny/expected/softmax.npy"));
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            Path file = Files.write(folder.resolve("mutated.npy"), Mutation.of(original, random));
            try {
                NpyReader.readAll(file);
            } catch (NpyException e) {
                assertThat(e).hasMessageContaining(file.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static byte[] npy(String header, int dataBytes) {
        byte[] prefix = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0};
        byte[] file = new byte[prefix.length + header.length() + dataBytes];
        System.arraycopy(prefix, 0, file, 0, prefix.length);
        System.arraycopy(header.getBytes(ISO_8859_1), 0, file, prefix.length, header.length());
        return file;
    }
}
