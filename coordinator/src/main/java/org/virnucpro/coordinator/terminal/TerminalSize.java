package org.virnucpro.coordinator.terminal;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * How much a terminal shows.
 *
 * @param columns letters in a line; the last place of a line stays empty, since some terminals wrap after it
 */
public record TerminalSize(int columns, int rows) {

    /** Of a terminal that does not say. */
    public static final TerminalSize USUAL = new TerminalSize(79, 24);

    private static final int NARROWEST = 79;
    private static final int LOWEST = 16;
    private static final long PATIENCE_MILLIS = 500;

    /** Asks the terminal of this process, by {@code stty}; the usual size when there is none. */
    public static TerminalSize ofProcess() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return USUAL;
            }
            return parsed(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException none) {
            return USUAL;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return USUAL;
        }
    }

    static TerminalSize parsed(String answer) {
        String[] numbers = answer.strip().split(" ", -1);
        try {
            int rows = Integer.parseInt(numbers[0]);
            int columns = Integer.parseInt(numbers[numbers.length - 1]);
            return rows == 0 || columns == 0 // a terminal that does not know
                    ? USUAL
                    : new TerminalSize(Math.max(NARROWEST, columns - 1), Math.max(LOWEST, rows));
        } catch (NumberFormatException silent) {
            return USUAL;
        }
    }
}
