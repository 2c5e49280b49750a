package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.ExitCodes;

final class DiskCheckTest {

    @TempDir
    Path folder;

    @Test
    void too_little_space_is_refused_with_both_numbers_and_the_way_out() {
        assertThatThrownBy(() -> DiskCheck.compare(folder, 26_000_001, 26_000_000))
                .isInstanceOfSatisfying(
                        RunFailedException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCodes.CANNOT_CREATE))
                .hasMessageContaining("26.0 MB")
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("--no-disk-check");
        assertThatCode(() -> DiskCheck.compare(folder, 26_000_000, 26_000_000)).doesNotThrowAnyException();
    }

    @Test
    void the_file_system_of_the_folder_is_asked() {
        assertThatThrownBy(() -> DiskCheck.FREE_SPACE.check(folder, Long.MAX_VALUE))
                .isInstanceOf(RunFailedException.class);
        assertThatCode(() -> DiskCheck.NONE.check(folder, Long.MAX_VALUE)).doesNotThrowAnyException();
    }
}
