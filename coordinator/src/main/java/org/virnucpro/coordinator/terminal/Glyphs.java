package org.virnucpro.coordinator.terminal;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Letters beyond ASCII, or what stands for them.
 *
 * @param steals between a thief and its victim
 * @param cut in a name that is too long
 * @param full a part of a bar that is reached
 * @param empty a part of a bar that is not
 */
public record Glyphs(String steals, String cut, String full, String empty) {

    /** For a terminal that shows ASCII only. */
    public static final Glyphs ASCII = new Glyphs("<-", "~", "#", ".");

    /** For a terminal that shows UTF-8. */
    public static final Glyphs UNICODE = new Glyphs("←", "…", "█", "░");

    /** What the environment's locale allows: the first of LC_ALL, LC_CTYPE and LANG that is set. */
    public static Glyphs of(HostEnvironment environment) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(environment::variable)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("C")
                .toUpperCase(Locale.ROOT);
        return locale.contains("UTF-8") || locale.contains("UTF8") ? UNICODE : ASCII;
    }

    /** A name in at most {@code width} letters: its beginning and its end. */
    String shortened(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        int end = (width - cut.length()) / 2;
        return name.substring(0, width - cut.length() - end) + cut + name.substring(name.length() - end);
    }
}
