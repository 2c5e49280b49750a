package org.virnucpro.coordinator.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.coordinator.terminal.Glyphs;
import org.virnucpro.coordinator.terminal.Ink;
import org.virnucpro.coordinator.terminal.RecentEvents;
import org.virnucpro.coordinator.terminal.RunScreen;
import org.virnucpro.coordinator.terminal.TerminalSize;
import picocli.CommandLine.Model.CommandSpec;

/** What the terminal of this process can show: letters, colours, how much of it. */
record Screens(HostEnvironment environment, Ink ink) {

    static Screens of(@Nullable CommandSpec command) {
        boolean colours = Objects.requireNonNull(command, "picocli sets it")
                .commandLine()
                .getColorScheme()
                .ansi()
                .enabled();
        return new Screens(HostEnvironment.ofProcess(), colours ? Ink.COLOURED : Ink.PLAIN);
    }

    /** Whether lines on standard output can be drawn over. */
    boolean canRedraw() {
        return environment.outputIsTerminal()
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
    }

    /** For the size that the terminal has now; where there is none, for one with room for all rows. */
    RunScreen screen() {
        TerminalSize size = canRedraw()
                ? TerminalSize.ofProcess()
                : new TerminalSize(TerminalSize.USUAL.columns(), Integer.MAX_VALUE);
        return screenOf(size);
    }

    RunScreen screenOf(TerminalSize size) {
        return new RunScreen(Glyphs.of(environment), ink, size);
    }

    List<String> steals(RecentEvents recent) {
        return recent.steals(Glyphs.of(environment));
    }
}
