package org.virnucpro.common.doctor;

import java.util.Locale;

/** What a check is about, in the order in which findings are told. */
public enum Section {
    MACHINE,
    GPU,
    ENGINE,
    MODELS,
    BROKER,
    DISK;

    /** In JSON and as heading. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
