package org.virnucpro.common.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void content_appears_under_its_name_only_when_committed() throws IOException {
        Path target = folder.resolve("x.txt");
        Files.writeString(target, "old");
        try (AtomicFile file = AtomicFile.create(target)) {
            file.stream().write('n');
            file.stream().flush();
            assertThat(target).hasContent("old");
            file.commit();
        }
        assertThat(target).hasContent("n");
        assertThat(folder).isDirectoryContaining(path -> path.equals(target));
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void content_that_is_not_committed_leaves_nothing() throws IOException {
        try (AtomicFile file = AtomicFile.create(folder.resolve("x.txt"))) {
            file.stream().write('n');
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void missing_folder_is_an_error_at_once() {
        assertThatThrownBy(() -> AtomicFile.create(folder.resolve("none/x.txt")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
