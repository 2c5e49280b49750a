package org.virnucpro.common.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;

final class EmbeddingPartTest {
    private static final PartName NAME = new PartName(new TaskId(7), new FencingToken(9));

    @TempDir
    Path directory;

    @Test
    void rows_come_back_in_their_order() throws IOException {
        write();
        try (EmbeddingPartReader reader = EmbeddingPartReader.open(folder(), NAME, 3)) {
            float[] row = new float[2];
            assertThat(reader.width()).isEqualTo(2);
            for (float first = 1; first < 7; first += 2) {
                reader.next(row);
                assertThat(row).containsExactly(first, first + 1);
            }
            reader.finish();
            assertThatThrownBy(() -> reader.next(row)).isInstanceOf(PartException.class);
        }
    }

    @Test
    void a_task_without_open_frames_has_a_file_without_rows() throws IOException {
        try (EmbeddingPartWriter writer = new EmbeddingPartWriter(folder(), NAME)) {
            writer.commit(0);
        }
        try (EmbeddingPartReader reader = EmbeddingPartReader.open(folder(), NAME, 0)) {
            assertThat(reader.width()).isZero();
            reader.finish();
        }
    }

    @Test
    void as_many_rows_as_the_part_or_nothing() throws IOException {
        try (EmbeddingPartWriter writer = new EmbeddingPartWriter(folder(), NAME)) {
            writer.rows(new float[] {1, 2}, 1);
            assertThatThrownBy(() -> writer.commit(2)).isInstanceOf(PartException.class);
            assertThatThrownBy(() -> writer.rows(new float[] {1, 2}, 2)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(directory).isEmptyDirectory();
        write();
        assertThatThrownBy(() -> EmbeddingPartReader.open(folder(), NAME, 2)).isInstanceOf(PartException.class);
    }

    /** Every single byte changed, and the file cut at every place: the reader says so and allocates nothing. */
    @Test
    void damage_anywhere_is_found() throws IOException {
        byte[] good = Files.readAllBytes(write());
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x40;
            Files.write(folder().embeddings(NAME), bad);
            assertThatThrownBy(this::readAll).as("byte " + i).isInstanceOf(PartException.class);
            Files.write(folder().embeddings(NAME), Arrays.copyOf(good, i));
            assertThatThrownBy(this::readAll).as("cut at " + i).isInstanceOf(PartException.class);
        }
        Files.delete(folder().embeddings(NAME));
        assertThatThrownBy(this::readAll).isInstanceOf(PartException.class).hasMessageContaining("missing");
    }

    @Test
    void a_part_is_deleted_with_its_embeddings() throws IOException {
        write();
        Files.createFile(folder().file(NAME));
        PartFolder.delete(folder().file(NAME));
        assertThat(directory).isEmptyDirectory();
    }

    private void readAll() throws IOException {
        try (EmbeddingPartReader reader = EmbeddingPartReader.open(folder(), NAME, 3)) {
            float[] row = new float[reader.width()];
            for (int i = 0; i < 3; i++) {
                reader.next(row);
            }
            reader.finish();
        }
    }

    private Path write() {
        try (EmbeddingPartWriter writer = new EmbeddingPartWriter(folder(), NAME)) {
            writer.rows(new float[] {1, 2}, 1);
            writer.rows(new float[] {3, 4, 5, 6}, 2);
            writer.commit(3);
        }
        return folder().embeddings(NAME);
    }

    private PartFolder folder() {
        return new PartFolder(directory);
    }
}
