package org.virnucpro.worker.engine.process;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How {@link FakeChild} is started. */
public final class FakeChildCommand {

    private FakeChildCommand() {}

    /** Program and arguments; {@code folder} counts the starts. */
    public static List<String> of(Path folder, String... faults) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                classes().toString(),
                FakeChild.class.getName(),
                folder.toString()));
        command.addAll(List.of(faults));
        return command;
    }

    private static Path classes() {
        try {
            return Path.of(FakeChild.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
