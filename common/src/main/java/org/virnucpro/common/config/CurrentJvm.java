package org.virnucpro.common.config;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How this JVM was started, for starting another one like it. */
public final class CurrentJvm {

    private CurrentJvm() {}

    /**
     * The program, its options and class path, and the main class; arguments of the program go behind it.
     *
     * @param further options, which win over those of this JVM
     */
    public static List<String> command(Class<?> main, String... further) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(further));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        return command;
    }

    /** Its version and who made it. */
    public static String version() {
        return System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
    }

    /** Processors that this JVM may use. */
    public static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}
