package org.virnucpro.common.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine that this process runs on, in words.
 *
 * @param host its name
 * @param processor class of its processor: equal words, equal rounding
 */
public record Machine(String host, String processor) {

    private static final Path CPU_DESCRIPTION = Path.of("/proc/cpuinfo");

    /** This machine. */
    public static Machine local() {
        return new Machine(hostName(), processorName());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    private static String processorName() {
        String architecture = System.getProperty("os.arch", "unknown processor");
        if (!Files.isReadable(CPU_DESCRIPTION)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(CPU_DESCRIPTION)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException | UncheckedIOException unreadable) {
            return architecture;
        }
    }
}
