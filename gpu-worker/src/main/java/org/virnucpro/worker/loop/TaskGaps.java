package org.virnucpro.worker.loop;

import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.time.Ticker;

/**
 * Measures how long the models wait between two tasks: from the end of one computation to the start of the next, where there
 * was something to take. What was computed ahead in vain counts as waiting. Each gap is a line of the debug log, all together
 * one line at the end. Confined to the loop's thread.
 */
final class TaskGaps {

    private static final Logger LOG = LoggerFactory.getLogger(TaskGaps.class);
    /** Enough for a percentile; later gaps replace the oldest. */
    private static final int KEPT = 10_000;

    private static final long NEVER = Long.MIN_VALUE;

    private final Ticker ticker;
    private final long[] gaps = new long[KEPT];
    private long count;
    private long computed = NEVER;
    private long started = NEVER;
    private boolean leased;

    TaskGaps(Ticker ticker) {
        this.ticker = ticker;
    }

    long now() {
        return ticker.nanos();
    }

    /** A task begins, leased or not. */
    void begins() {
        started = NEVER;
        leased = false;
    }

    /** Input goes to the models; only the first call of a task counts. */
    void computing() {
        if (started == NEVER) {
            started = ticker.nanos();
            note();
        }
    }

    /** The task that began is leased: what is computed counts. */
    void leased() {
        leased = true;
        note();
    }

    /** The models were done with a task at this time. */
    void computed(long nanos) {
        computed = nanos;
    }

    /** There is nothing to take: the time until the next task is no gap. */
    void interrupted() {
        computed = NEVER;
    }

    /** Says how long they were. */
    void summarize() {
        if (count > 0) {
            LOG.info("{} gaps between tasks: 95 % within {} ms, the longest {} ms", count, millis(95), millis(100));
        }
    }

    /** The smallest gap that {@code percent} of the gaps do not exceed (nearest rank), in milliseconds. */
    String millis(int percent) {
        long[] sorted = Arrays.copyOf(gaps, (int) Math.min(count, KEPT));
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return text(sorted[Math.max(0, rank - 1)]);
    }

    private void note() {
        if (leased && started != NEVER && computed != NEVER) {
            long gap = started - computed;
            gaps[(int) (count++ % KEPT)] = gap;
            LOG.debug("gap {} ms", text(gap));
            computed = NEVER;
        }
    }

    private static String text(long nanos) {
        return String.format(Locale.ROOT, "%.2f", nanos / 1e6);
    }
}
