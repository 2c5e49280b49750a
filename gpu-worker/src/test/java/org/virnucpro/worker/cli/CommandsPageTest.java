package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

/** docs/commands.md. */
final class CommandsPageTest {

    @Test
    void the_page_is_what_the_command_line_says_of_itself() throws IOException {
        CommandRun reference = CommandRun.of("reference");
        assertThat(reference.exitCode()).isZero();
        assertThat(Files.readString(RepositoryFiles.top().resolve("docs/commands.md")))
                .as("renew it with `./virnucpro reference > docs/commands.md`")
                .isEqualTo(reference.out());
    }
}
