package org.virnucpro.common.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this repository that several modules test against: {@code testdata/golden}, {@code testdata/fixtures}. */
public final class RepositoryFiles {

    private RepositoryFiles() {}

    /** The top of the repository: the nearest parent of the working directory that holds the launcher. */
    public static Path top() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isRegularFile(directory.resolve("virnucpro"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException("not inside the repository: no launcher above "
                    + Path.of("").toAbsolutePath());
        }
        return directory;
    }

    /** Golden cases of the sequence pipeline: made with the reference code from our own generated input. */
    public static Path golden(String relative) {
        return top().resolve("testdata/golden").resolve(relative);
    }

    /** Small random-weight models with expected outputs. */
    public static Path fixture(String relative) {
        return top().resolve("testdata/fixtures").resolve(relative);
    }
}
