package org.virnucpro.common.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Test files outside the repository ({@code ../shared}, or the folder that VIRNUCPRO_SHARED names): third-party data that
 * must not be committed. A test that needs them is skipped, and says so, where they are absent.
 */
public final class SharedFiles {

    private SharedFiles() {}

    /** The folder {@code relative} of the shared files; skips the calling test when it is absent. */
    public static Path orSkip(String relative) {
        Path path = root().resolve(relative);
        Assumptions.assumeTrue(
                Files.exists(path), () -> "SKIPPED: " + path + " is absent (set VIRNUCPRO_SHARED to run this test)");
        return path;
    }

    private static Path root() {
        String named = System.getenv("VIRNUCPRO_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        Path top = RepositoryFiles.top();
        return top.resolveSibling("shared");
    }
}
