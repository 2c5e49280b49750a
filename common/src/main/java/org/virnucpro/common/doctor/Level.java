package org.virnucpro.common.doctor;

import java.util.Locale;

/** How good a finding is. */
public enum Level {
    /** Not looked at, because nobody asked for it. */
    SKIP,
    OK,
    /** A run works, but slower or less safely than it could. */
    WARN,
    /** A run that needs this fails. */
    FAIL;

    /** In JSON and in front of a line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
