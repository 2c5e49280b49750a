package org.virnucpro.coordinator.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

final class PageAssetsTest {

    private static final Path FOLDER =
            RepositoryFiles.top().resolve("coordinator/src/main/resources/org/virnucpro/coordinator/page");

    @Test
    void every_module_in_the_folder_is_served_and_every_import_names_one() throws Exception {
        Set<String> files = new TreeSet<>();
        Set<String> imported = new TreeSet<>(Set.of("app.js"));
        try (Stream<Path> folder = Files.list(FOLDER)) {
            for (Path file :
                    folder.filter(path -> path.toString().endsWith(".js")).toList()) {
                files.add(file.getFileName().toString());
                Matcher imports = Pattern.compile(" from \"([^\"]*)\"").matcher(Files.readString(file));
                while (imports.find()) {
                    assertThat(imports.group(1)).startsWith("./");
                    imported.add(imports.group(1).substring(2));
                }
            }
        }
        assertThat(PageAssets.MODULES).containsExactlyElementsOf(files);
        assertThat(imported).isEqualTo(files);
    }

    @Test
    void vendored_files_are_those_that_were_checked_in_with_their_digest() throws Exception {
        List<String> sums = Files.readAllLines(FOLDER.resolve("vendor/SHA256SUMS"));
        assertThat(sums).hasSize(3);
        for (String line : sums) {
            String[] words = line.split(" +", 2);
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(FOLDER.resolve("vendor").resolve(words[1])));
            assertThat(HexFormat.of().formatHex(digest)).as(words[1]).isEqualTo(words[0]);
        }
    }

    @Test
    void the_page_needs_no_inline_script_or_style_and_nothing_from_elsewhere() {
        String page = PageAssets.text("index.html");
        assertThat(page).doesNotContain("<style", " style=", "javascript:", "http://", "https://", "//cdn");
        assertThat(page).doesNotContainPattern(" on[a-z]+=");
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)");
        Set<String> paths = new TreeSet<>();
        PageAssets.all().forEach(asset -> paths.add(asset.path()));
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page);
        while (links.find()) {
            assertThat(paths).contains(links.group(1));
        }
    }

    @Test
    void a_report_carries_all_that_the_page_asks_for() {
        String report = report("{\"run\":\"r1\"}");
        assertThat(report).doesNotContain(" src=\"", "rel=\"stylesheet\"", "https://cdn");
        assertThat(report).doesNotContainPattern("href=\"(?!#|data:)");
        assertThat(report).contains("default-src 'none'");
        PageAssets.MODULES.forEach(module -> assertThat(report).contains("\"page/" + module + "\":\"data:"));
    }

    @Test
    void text_of_a_run_cannot_become_markup_of_the_report() {
        String report = report("{\"cause\":\"</script><script>alert(1)</script>\"}");
        assertThat(report).doesNotContain("<script>alert").contains("\\u003c/script>");
    }

    private static String report(String json) {
        return new String(ReportHtml.of(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
}
