package org.virnucpro.worker.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The results of a run. */
final class Tables {

    private Tables() {}

    /** Every result table by its path below the output folder. */
    static Map<String, String> below(Path out) throws IOException {
        Map<String, String> tables = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.getParent().getFileName().toString().endsWith("_merged")) {
                    tables.put(out.relativize(file).toString(), Files.readString(file));
                }
            }
        }
        return tables;
    }
}
