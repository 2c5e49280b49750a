package org.virnucpro.coordinator.storm;

import java.util.Locale;

/** What happens to the broker in a storm. */
public enum StormMode {
    /** Nothing; it writes its log to the disk once a second. */
    UP,
    /** It is killed and started again; every write is on the disk before it is acknowledged. */
    ALWAYS,
    /** It writes its log once a second and loses power: it is killed, the end of its log is cut off anywhere. */
    LOSS;

    /** As on the command line and in histories. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static StormMode of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
