package org.virnucpro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderCheckTest {

    @TempDir
    Path folder;

    @Test
    void a_folder_that_can_be_used_is_ok_and_left_as_it_was() throws IOException {
        assertThat(FolderCheck.look("disk.output", folder).get(0).level()).isEqualTo(Level.OK);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_folder_that_is_not_there_yet_is_judged_by_its_parent_and_not_made() {
        Finding finding = FolderCheck.look("disk.output", folder.resolve("a/b")).get(0);
        assertThat(finding.level()).isEqualTo(Level.OK);
        assertThat(finding.message()).contains("not there yet: made in " + folder);
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void a_file_in_its_place_and_a_place_that_nobody_can_write_fail() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThat(FolderCheck.look("disk.output", file))
                .extracting(Finding::level)
                .containsExactly(Level.FAIL);
        Finding unwritable = FolderCheck.look("disk.output", Path.of("/proc")).get(0);
        assertThat(unwritable.level()).isEqualTo(Level.FAIL);
        assertThat(unwritable.message()).contains("/proc cannot be written");
    }

    @Test
    void little_space_warns_and_none_fails() {
        assertThat(List.of(
                        FolderCheck.space("s", folder, 2L << 30).level(),
                        FolderCheck.space("s", folder, (1L << 30) - 1).level(),
                        FolderCheck.space("s", folder, (64L << 20) - 1).level()))
                .containsExactly(Level.OK, Level.WARN, Level.FAIL);
    }
}
