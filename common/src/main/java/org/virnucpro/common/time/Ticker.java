package org.virnucpro.common.time;

/** A monotonic clock for durations. Thread-safe. */
@FunctionalInterface
public interface Ticker {

    /** Nanoseconds since an arbitrary origin; only differences mean something. */
    long nanos();

    /** The clock of this JVM. */
    static Ticker system() {
        return System::nanoTime;
    }
}
