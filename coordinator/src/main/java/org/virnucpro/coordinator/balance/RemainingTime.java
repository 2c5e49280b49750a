package org.virnucpro.coordinator.balance;

/** How long a run goes on. */
public sealed interface RemainingTime {

    /** Too few tasks have ended to say, or no worker is there. */
    record Calculating() implements RemainingTime {}

    /**
     * An estimate with an interval that is meant to hold the real end in nine of ten looks.
     *
     * @param seconds what is likely
     * @param lowSeconds at least, if all goes well
     * @param highSeconds at most, if workers stay and keep their speed
     */
    record Estimated(double seconds, double lowSeconds, double highSeconds) implements RemainingTime {}

    /** All tasks have ended. */
    record Over() implements RemainingTime {}
}
