package org.virnucpro.common.config;

import java.util.List;

/**
 * A value that was set outside of the command line.
 *
 * @param values as text; several for an array in a file
 * @param source what kind of place it comes from
 * @param origin the place, for people: {@code environment VIRNUCPRO_WORKERS}, {@code virnucpro.toml, line 3}
 */
public record ConfiguredValue(List<String> values, Source source, String origin) {

    /** Kinds of places. */
    public enum Source {
        ENVIRONMENT,
        FILE
    }

    public ConfiguredValue {
        values = List.copyOf(values);
    }
}
