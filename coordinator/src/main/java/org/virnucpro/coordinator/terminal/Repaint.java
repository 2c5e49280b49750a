package org.virnucpro.coordinator.terminal;

import java.io.PrintWriter;
import java.util.List;

/** Draws lines over the ones that it drew last (ECMA-48). Not thread-safe. */
public final class Repaint {

    private static final String ERASE_LINE = "\u001b[2K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final PrintWriter out;
    private int drawn;

    public Repaint(PrintWriter out) {
        this.out = out;
    }

    /** Replaces the lines of the last call by these; no line may be wider than the terminal. */
    public void draw(List<String> lines) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A"); // cursor up
        }
        for (String line : lines) {
            out.print(ERASE_LINE);
            out.println(line);
        }
        if (lines.size() < drawn) {
            out.print(ERASE_BELOW);
        }
        drawn = lines.size();
        out.flush();
    }
}
