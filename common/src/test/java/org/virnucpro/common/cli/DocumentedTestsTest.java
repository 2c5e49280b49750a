package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.testkit.RepositoryFiles;

/** Pages that answer with the name of a test: the test has to be there. */
final class DocumentedTestsTest {

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+)(\u2026)?)?`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/answers-to-known-complaints.md", "docs/exit-codes.md"})
    void every_test_that_a_page_names_exists(String page) throws IOException {
        Map<String, Path> tests = tests();
        String text = Files.readString(RepositoryFiles.top().resolve(page));
        assertThat(TEST.matcher(text).results()).isNotEmpty().allSatisfy(name -> assertExists(name, tests));
    }

    @ParameterizedTest
    @ValueSource(ints = 13)
    void every_complaint_has_an_answer(int complaints) throws IOException {
        String text = Files.readString(RepositoryFiles.top().resolve("docs/answers-to-known-complaints.md"));
        for (int complaint = 1; complaint <= complaints; complaint++) {
            assertThat(text).containsPattern("(?m)^\\| " + complaint + " \\| [^|]{10,} \\| .{10,} \\| .{4,} \\|");
        }
    }

    private static void assertExists(MatchResult name, Map<String, Path> tests) {
        assertThat(tests).containsKey(name.group(1));
        if (name.group(2) != null) {
            assertThat(tests.get(name.group(1)))
                    .content()
                    .contains("void " + name.group(2) + (name.group(3) == null ? "(" : ""));
        }
    }

    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> tests = new HashMap<>();
        for (String module : new String[] {"common", "coordinator", "gpu-worker"}) {
            try (Stream<Path> files = Files.walk(RepositoryFiles.top().resolve(module + "/src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return tests;
    }
}
