package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;

final class InputFilesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void files() throws IOException {
        for (String name :
                List.of("b.fa", "a.fa", "c.txt", "deep/d.fa", "deep/er/e.fa.gz", ".hidden.fa", "odd[1].fa")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), ">x\nACGT\n");
        }
    }

    @Test
    void a_pattern_stands_for_the_files_that_match_in_the_order_of_their_names() {
        assertThat(all("?.fa")).containsExactly(folder.resolve("a.fa"), folder.resolve("b.fa"));
        assertThat(all("*/*.fa")).containsExactly(folder.resolve("deep/d.fa"));
        assertThat(all("deep/**.{fa,fa.gz}"))
                .containsExactly(folder.resolve("deep/d.fa"), folder.resolve("deep/er/e.fa.gz"));
        assertThat(all(folder.resolve("deep/*.fa").toString())).containsExactly(folder.resolve("deep/d.fa"));
    }

    @Test
    void a_file_whose_name_looks_like_a_pattern_is_that_file() {
        assertThat(all("odd[1].fa")).containsExactly(folder.resolve("odd[1].fa"));
    }

    @Test
    void named_files_come_first_and_none_counts_twice() {
        assertThat(all("b.fa", "?.fa", "-"))
                .containsExactly(folder.resolve("b.fa"), folder.resolve("a.fa"), Path.of("-"));
    }

    @Test
    void a_pattern_without_a_match_is_a_missing_input() {
        assertCode(ExitCodes.NO_INPUT, "no file matches the pattern '*.fna'", () -> all("*.fna"));
        assertCode(ExitCodes.NO_INPUT, "no file matches", () -> all("nowhere/*.fa"));
        assertCode(ExitCodes.USAGE, "is no pattern", () -> all("{a"));
    }

    @Test
    void a_list_names_files_relative_to_its_own_folder() throws IOException {
        Path list = Files.writeString(folder.resolve("deep/list.txt"), "# mine\n\n d.fa \n../a.fa\n/abs/x.fa\n");
        assertThat(listed(list, ""))
                .containsExactly(folder.resolve("deep/d.fa"), folder.resolve("deep/../a.fa"), Path.of("/abs/x.fa"));
    }

    @Test
    void a_list_from_standard_input_is_relative_to_the_current_folder() {
        assertThat(listed(Path.of("-"), "a.fa\nb.fa\n"))
                .containsExactly(folder.resolve("a.fa"), folder.resolve("b.fa"));
    }

    @Test
    void a_list_that_is_missing_or_names_nothing_is_a_missing_input() throws IOException {
        assertCode(ExitCodes.NO_INPUT, "cannot read --input-list", () -> listed(folder.resolve("none"), ""));
        Path empty = Files.writeString(folder.resolve("empty"), "# nothing\n");
        assertCode(ExitCodes.NO_INPUT, "names no file", () -> listed(empty, ""));
        assertCode(
                ExitCodes.USAGE,
                "standard input",
                () -> new InputFiles(folder).all(List.of("-"), Path.of("-"), InputStream.nullInputStream()));
    }

    private List<Path> all(String... named) {
        return new InputFiles(folder).all(List.of(named), null, InputStream.nullInputStream());
    }

    private List<Path> listed(@Nullable Path list, String standardInput) {
        return new InputFiles(folder)
                .all(List.of(), list, new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertCode(
            int code, String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CommandException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
