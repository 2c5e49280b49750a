package org.virnucpro.common.cli;

import org.virnucpro.common.config.HostEnvironment;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** When colours are used, in the words of the command line. */
enum ColorChoice {
    auto,
    always,
    never;

    /** What picocli prints with; commands that colour their own output ask the scheme of their command line. */
    ColorScheme scheme(HostEnvironment environment) {
        return Help.defaultColorScheme(isOn(environment) ? Ansi.ON : Ansi.OFF);
    }

    /** The flag wins over NO_COLOR (any text, no-color.org) and TERM=dumb, and those over what standard output is. */
    private boolean isOn(HostEnvironment environment) {
        return switch (this) {
            case always -> true;
            case never -> false;
            case auto ->
                environment.variable("NO_COLOR").isEmpty()
                        && !environment.variable("TERM").orElse("dumb").equals("dumb")
                        && environment.outputIsTerminal();
        };
    }
}
