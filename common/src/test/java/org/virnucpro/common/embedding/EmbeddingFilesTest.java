package org.virnucpro.common.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.Python;

/** The files as other programs read them: Python with h5py and PyTorch, where it is installed. */
final class EmbeddingFilesTest {
    private static final int WIDTH = 5;
    /** More than a batch of a pickled list, more than a collection of HDF5 strings. */
    private static final int ROWS = 2345;

    /** Row i is named by name(i) and holds i + j / 4. */
    private static final String EXPECTED = """
            import sys
            path, rows, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
            def name(i):
                return "" if i == 7 else "s" + str(i) + "\\u00e9" * (3000 if i == 9 else i % 11)
            names = [name(i) for i in range(rows)]
            values = [[i + j / 4 for j in range(width)] for i in range(rows)]
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 12, ROWS})
    void h5py_reads_the_rows_and_their_names(int rows) throws IOException {
        Path file = write(EmbeddingFormat.HDF5, TorchLayout.MERGED, rows);
        assertThat(python("h5py", EXPECTED + """
                                import h5py
                                with h5py.File(path, "r") as f:
                                    assert sorted(f) == ["embeddings", "sequence_ids"], sorted(f)
                                    assert f["embeddings"].dtype == "float32" and f["embeddings"].shape == (rows, width)
                                    assert f["embeddings"][:].tolist() == values
                                    assert h5py.check_string_dtype(f["sequence_ids"].dtype) == ("utf-8", None)
                                    assert f["sequence_ids"].asstr()[:].tolist() == names
                                print("read", rows)
                                """, file, rows, WIDTH)).isEqualTo("read " + rows + "\n");
    }

    @Test
    void h5py_reads_a_file_without_rows() throws IOException {
        Path file = folder.resolve("none.h5");
        try (EmbeddingWriter writer = EmbeddingFiles.create(EmbeddingFormat.HDF5, file, 0, 0, TorchLayout.MERGED)) {
            writer.commit();
        }
        assertThat(python(
                        "h5py",
                        "import h5py, sys; f = h5py.File(sys.argv[1]); print(f['embeddings'].shape,"
                                + " f['sequence_ids'][:].tolist())",
                        file))
                .isEqualTo("(0, 0) []\n");
    }

    @ParameterizedTest
    @CsvSource({"MERGED, 2345", "ESM2, 2345", "DNABERT, 2345", "MERGED, 12", "ESM2, 12", "DNABERT, 12"})
    void torch_load_gives_the_dictionary_of_vanilla(TorchLayout layout, int rows) throws IOException {
        Path file = write(EmbeddingFormat.PT, layout, rows);
        assertThat(python("torch", EXPECTED + """
                                import torch
                                found = torch.load(path)
                                key, data = list(found)
                                assert data == "data"
                                assert found[key] == names
                                rows_of = {
                                    "ids": lambda d: d.tolist(),
                                    "proteins": lambda d: [t.tolist() for t in d],
                                    "nucleotide": lambda d: [r["mean_representation"] for r in d],
                                }
                                assert rows_of[key](found["data"]) == values
                                if key == "ids":
                                    assert found["data"].shape == (rows, width) and found["data"].dtype == torch.float32
                                if key == "nucleotide":
                                    assert [r["label"] for r in found["data"]] == names
                                if key == "proteins":
                                    assert all(t.shape == (width,) for t in found["data"])
                                print(key)
                                """, file, rows, WIDTH)).isEqualTo(layout.namesKey() + "\n");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_file_appears_when_it_is_complete_and_nothing_else_stays(EmbeddingFormat format) throws IOException {
        Path file = folder.resolve("out");
        try (EmbeddingWriter writer = EmbeddingFiles.create(format, file, 2, 1, TorchLayout.ESM2)) {
            writer.add("a", new float[] {1}, 0);
            assertThatThrownBy(writer::commit)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("1 rows are missing");
        }
        assertThat(files()).isEmpty();
        try (EmbeddingWriter writer = EmbeddingFiles.create(format, file, 1, 2, TorchLayout.ESM2)) {
            writer.add("a", new float[] {9, 1, 2}, 1);
            assertThatThrownBy(() -> writer.add("b", new float[] {1, 2}, 0)).isInstanceOf(IllegalStateException.class);
            writer.commit();
        }
        assertThat(files()).containsExactly(file);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void the_same_rows_give_the_same_bytes(EmbeddingFormat format) throws IOException {
        byte[] first = Files.readAllBytes(write(format, TorchLayout.DNABERT, 3));
        assertThat(Files.readAllBytes(write(format, TorchLayout.DNABERT, 3))).isEqualTo(first);
    }

    /** What the script prints; a script that fails is an error with what it said. */
    private static String python(String library, String script, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Python.withOrSkip(library), "-c", script));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The bytes that h5py 3.7 and PyTorch 1.13 read, for machines without them. */
    @ParameterizedTest
    @CsvSource({
        "HDF5, DNABERT, 638db1cdf47ca3fb4e60ec545522d7a571919cbcc70128d5e89156ac0b210cae",
        "PT, MERGED, a14be1df5a03c9bb58664c9fbeefbe647de171e63a45d85ce60c32247f4f7df9",
        "PT, ESM2, 1ffa1686fb90f6eb9cf1d0c31454c60acf43bdbb98024b557db5f09eb73b13f8",
        "PT, DNABERT, 6b21d4bc73943e31834ae929f364539f6903668b3ef57ed0ab0ee828b9619de5"
    })
    void bytes_are_those_that_other_programs_have_read(EmbeddingFormat format, TorchLayout layout, String sha256)
            throws Exception {
        byte[] bytes = Files.readAllBytes(write(format, layout, 12));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
                .isEqualTo(sha256);
    }

    private Path write(EmbeddingFormat format, TorchLayout layout, int rows) throws IOException {
        Path file = folder.resolve("rows." + format.word());
        try (EmbeddingWriter writer = EmbeddingFiles.create(format, file, rows, WIDTH, layout)) {
            float[] row = new float[WIDTH + 1];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < WIDTH; j++) {
                    row[j + 1] = i + j / 4f;
                }
                writer.add(i == 7 ? "" : "s" + i + "\u00e9".repeat(i == 9 ? 3000 : i % 11), row, 1);
            }
            writer.commit();
        }
        return file;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
