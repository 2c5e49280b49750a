package org.virnucpro.common.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python interpreter of this machine: the one that VIRNUCPRO_PYTHON names, else the first {@code python3} on the PATH or
 * in /usr/bin that can import what a test needs. A test that needs it is skipped, and says so, where there is none.
 */
public final class Python {

    private static final Map<String, Optional<String>> FOUND = new ConcurrentHashMap<>();

    private Python() {}

    /** An interpreter without further libraries; skips the calling test when there is none. */
    public static String orSkip() {
        return withOrSkip("json");
    }

    /** An interpreter with this library; skips the calling test when there is none. */
    public static String withOrSkip(String library) {
        Optional<String> interpreter = FOUND.computeIfAbsent(library, Python::find);
        Assumptions.assumeTrue(
                interpreter.isPresent(),
                () -> "SKIPPED: no python3 here can import " + library
                        + " (Debian: apt-get install python3-torch; or set VIRNUCPRO_PYTHON)");
        return interpreter.orElseThrow();
    }

    private static Optional<String> find(String library) {
        String named = System.getenv("VIRNUCPRO_PYTHON");
        return (named == null ? candidates() : List.of(named))
                .stream().filter(python -> imports(python, library)).findFirst();
    }

    private static List<String> candidates() {
        List<String> candidates = new ArrayList<>();
        for (String folder : (System.getenv("PATH") + ":/usr/bin").split(":")) {
            Path python = Path.of(folder, "python3");
            if (Files.isExecutable(python) && !candidates.contains(python.toString())) {
                candidates.add(python.toString());
            }
        }
        return candidates;
    }

    private static boolean imports(String python, String library) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import " + library)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(2, TimeUnit.MINUTES)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException unusable) {
            return false;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
