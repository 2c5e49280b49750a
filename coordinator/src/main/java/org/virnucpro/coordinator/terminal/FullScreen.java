package org.virnucpro.coordinator.terminal;

import java.io.PrintWriter;
import java.util.List;

/**
 * The whole terminal while it is open: the other screen of xterm and its kin, without a cursor. Closing gives the terminal
 * back as it was, with the last lines on it. Thread-safe, since a process is told to stop on another thread.
 */
public final class FullScreen implements AutoCloseable {

    private static final String OPEN = "\u001b[?1049h\u001b[?25l";
    private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String ERASE_RIGHT = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private List<String> last = List.of();
    private boolean closed;

    public FullScreen(PrintWriter out) {
        this.out = out;
        out.print(OPEN);
        out.flush();
    }

    /** Replaces what is shown; no line may be wider than the terminal. */
    public synchronized void draw(List<String> lines) {
        if (closed) {
            return;
        }
        last = List.copyOf(lines);
        out.print(HOME);
        lines.forEach(line -> out.print(line + ERASE_RIGHT + "\r\n"));
        out.print(ERASE_BELOW);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(CLOSE);
            last.forEach(out::println);
            out.flush();
        }
    }
}
