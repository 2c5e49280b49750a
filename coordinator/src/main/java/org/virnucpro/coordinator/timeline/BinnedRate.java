package org.virnucpro.coordinator.timeline;

/**
 * An amount per time that many tasks add up to, in bins of equal length. A task counts evenly over the time that it took.
 * When time goes on, bins are joined in pairs, so that their number stays within {@link #BINS}. Not thread-safe.
 */
final class BinnedRate {

    static final int BINS = 480;
    private static final long FIRST_WIDTH = 250;

    private final double[] amounts = new double[BINS];
    private long width = FIRST_WIDTH;
    private int used;

    /** Milliseconds of a bin. */
    long width() {
        return width;
    }

    /**
     * Adds an amount.
     *
     * @param from milliseconds after the origin; what is before it counts in the first bin
     * @param to not before {@code from}
     */
    void add(long from, long to, double amount) {
        long start = Math.max(0, from);
        long end = Math.max(start, to);
        widen(end);
        int first = (int) (start / width);
        int last = (int) (end / width);
        used = Math.max(used, last + 1);
        if (first == last) {
            amounts[first] += amount;
            return;
        }
        double perMilli = amount / (double) (end - start);
        for (int bin = first; bin <= last; bin++) {
            long overlap = Math.min(end, (bin + 1) * width) - Math.max(start, bin * width);
            amounts[bin] += perMilli * (double) overlap;
        }
    }

    /** Bins wide enough that {@code time} is in one of them. */
    void widen(long time) {
        while (time / width >= BINS) {
            for (int bin = 0; bin < BINS / 2; bin++) {
                amounts[bin] = amounts[2 * bin] + amounts[2 * bin + 1];
            }
            java.util.Arrays.fill(amounts, BINS / 2, BINS, 0);
            used = (used + 1) / 2;
            width *= 2;
        }
    }

    /** Amount per second, by bin, up to the last one with anything in it. */
    double[] perSecond() {
        double[] rates = new double[used];
        for (int bin = 0; bin < used; bin++) {
            rates[bin] = amounts[bin] * 1000 / (double) width;
        }
        return rates;
    }
}
