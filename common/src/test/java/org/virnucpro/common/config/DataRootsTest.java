package org.virnucpro.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.task.DataPath;

class DataRootsTest {

    @TempDir
    Path folder;

    private Path inside;
    private Path outside;
    private DataRoots roots;

    @BeforeEach
    void make_a_root_and_something_outside() throws IOException {
        Path real = folder.toRealPath();
        inside = Files.createDirectories(real.resolve("in/sub"));
        outside = Files.createDirectories(real.resolve("out"));
        Files.writeString(outside.resolve("secret.fa"), ">x\nA\n");
        roots = DataRoots.parse(List.of("data=" + real.resolve("in"), "deep=" + inside));
    }

    @Test
    void a_path_is_found_below_its_root() {
        assertThat(roots.resolve(new DataPath("deep", "a/b.fa"))).isEqualTo(inside.resolve("a/b.fa"));
        assertThat(roots.resolve(new DataPath("deep", ""))).isEqualTo(inside);
    }

    @Test
    void a_file_is_named_by_the_deepest_root() {
        assertThat(roots.locate(inside.resolve("x.fa"))).isEqualTo(new DataPath("deep", "x.fa"));
        assertThat(roots.locate(inside.resolveSibling("x.fa"))).isEqualTo(new DataPath("data", "x.fa"));
        assertThat(roots.locate(inside)).isEqualTo(new DataPath("deep", ""));
    }

    @Test
    void a_file_below_no_root_is_refused_with_its_path() {
        assertThatThrownBy(() -> roots.locate(outside.resolve("secret.fa")))
                .isInstanceOf(DataRootException.class)
                .hasMessageContaining("secret.fa")
                .hasMessageContaining("data=");
    }

    @Test
    void dots_that_climb_are_refused_even_when_they_come_back() {
        for (String climbing : List.of("../out/secret.fa", "sub/../../out/secret.fa", "sub/../sub")) {
            assertThatThrownBy(() -> roots.resolve(new DataPath("data", climbing)))
                    .isInstanceOf(DataRootException.class)
                    .hasMessageContaining("data:" + climbing);
        }
    }

    @Test
    void a_link_that_leads_out_is_refused_and_one_that_stays_is_not() throws IOException {
        Files.createSymbolicLink(inside.resolve("away"), outside);
        Files.createSymbolicLink(inside.resolve("dangling"), outside.resolve("not-there"));
        Files.createSymbolicLink(inside.resolve("home"), Files.createDirectory(inside.resolve("real")));

        assertThatThrownBy(() -> roots.resolve(new DataPath("deep", "away/secret.fa")))
                .isInstanceOf(DataRootException.class)
                .hasMessageContaining(outside.toString());
        assertThatThrownBy(() -> roots.resolve(new DataPath("deep", "away/new.fa")))
                .isInstanceOf(DataRootException.class);
        assertThatThrownBy(() -> roots.resolve(new DataPath("deep", "dangling")))
                .isInstanceOf(DataRootException.class);
        assertThat(roots.resolve(new DataPath("deep", "home/x"))).isEqualTo(inside.resolve("real/x"));
    }

    @Test
    void a_root_may_itself_be_a_link() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), inside);
        DataRoots linked = DataRoots.of(Map.of("data", link));

        assertThat(linked.resolve(new DataPath("data", "x.fa"))).isEqualTo(inside.resolve("x.fa"));
        assertThat(linked.locate(link.resolve("x.fa"))).isEqualTo(new DataPath("data", "x.fa"));
    }

    @Test
    void an_unknown_root_says_how_to_add_it() {
        assertThatThrownBy(() -> roots.resolve(new DataPath("other", "x")))
                .isInstanceOf(DataRootException.class)
                .hasMessageContaining("--data-root other=DIR");
    }

    @Test
    void malformed_roots_are_refused() {
        String twice = "a=" + inside;
        assertThatThrownBy(() -> DataRoots.parse(List.of(twice, twice))).hasMessageContaining("twice");
        assertThatThrownBy(() -> DataRoots.parse(List.of("a=" + outside.resolve("secret.fa"))))
                .hasMessageContaining("not a folder");
        for (String malformed : List.of("a", "=" + inside, "a=", "a:b=" + inside)) {
            assertThatThrownBy(() -> DataRoots.parse(List.of(malformed)))
                    .isInstanceOf(DataRootException.class)
                    .hasMessageContaining("NAME=DIR");
        }
        assertThatThrownBy(() -> roots.resolve(new DataPath("deep", "a\0b"))).isInstanceOf(DataRootException.class);
    }
}
