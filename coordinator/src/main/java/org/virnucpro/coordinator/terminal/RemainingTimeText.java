package org.virnucpro.coordinator.terminal;

import java.util.Locale;
import org.virnucpro.coordinator.balance.RemainingTime;

/** How long a run goes on, for a person. */
public final class RemainingTimeText {

    private RemainingTimeText() {}

    /** For instance {@code 3 min left (2 to 5 min)}. */
    public static String of(RemainingTime remaining) {
        if (remaining instanceof RemainingTime.Estimated estimated) {
            return of(estimated.seconds(), estimated.lowSeconds(), estimated.highSeconds());
        }
        return remaining instanceof RemainingTime.Over ? "all tasks ended" : "time left: calculating";
    }

    /** An estimate and its interval, in seconds. */
    public static String of(double likely, double low, double high) {
        double unit = likely < 120 ? 1 : likely < 7200 ? 60 : 3600;
        String name = likely < 120 ? "s" : likely < 7200 ? "min" : "h";
        String form = unit == 3600 ? "%.1f" : "%.0f";
        return String.format(
                Locale.ROOT,
                form + " %s left (" + form + " to " + form + " %s)",
                likely / unit,
                name,
                Math.floor(low / unit),
                Math.ceil(high / unit),
                name);
    }
}
