package org.virnucpro.coordinator.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads costs of files: seconds on a worker of speed 1, one number per line; empty lines are skipped. */
public final class CostsFile {

    private static final double MOST_SECONDS = 999_999_999;

    /** The file cannot be read, or a line of it is not a number of seconds. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    private CostsFile() {}

    /** The costs in milliseconds, at least one. */
    public static long[] read(Path file) throws Unusable {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException failure) {
            throw new Unusable("cannot read the costs in " + file + ": " + failure);
        }
        long[] costs = new long[lines.size()];
        int count = 0;
        for (int line = 0; line < lines.size(); line++) {
            if (!lines.get(line).isBlank()) {
                costs[count++] = millis(lines.get(line).trim(), file, line + 1);
            }
        }
        if (count == 0) {
            throw new Unusable(file + " holds no cost; write seconds, one number per line");
        }
        return java.util.Arrays.copyOf(costs, count);
    }

    private static long millis(String text, Path file, int line) throws Unusable {
        double seconds;
        try {
            seconds = Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            seconds = Double.NaN;
        }
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new Unusable(file + ", line " + line + ": '" + text + "' is not a number of seconds");
        }
        return Math.round(seconds * 1000);
    }
}
