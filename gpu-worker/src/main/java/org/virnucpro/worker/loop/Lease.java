package org.virnucpro.worker.loop;

import java.time.Duration;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.predict.Cancellation;

/**
 * This worker's right to run one task. It counts from before the request that granted or renewed it was sent, and ends a
 * margin early, so it never outlives what the broker knows. Thread-safe.
 */
final class Lease implements Cancellation {

    /** The part of a lease that is given up so that a stop takes effect before the broker gives the task to another. */
    private static final int MARGIN = 6;

    private final HeldLease held;
    private final Ticker ticker;
    private final Drain drain;
    private final long usableNanos;
    private volatile long sentNanos;
    private volatile boolean lost;

    /**
     * @param length lease of the run
     * @param sentNanos when the take was sent
     */
    Lease(HeldLease held, Duration length, long sentNanos, Ticker ticker, Drain drain) {
        this.held = held;
        this.ticker = ticker;
        this.drain = drain;
        this.usableNanos = length.toNanos() - length.toNanos() / MARGIN;
        this.sentNanos = sentNanos;
    }

    HeldLease held() {
        return held;
    }

    /** A heartbeat sent at {@code atNanos} has renewed it. */
    void renewed(long atNanos) {
        sentNanos = atNanos;
    }

    /** The broker says that the task is not this worker's any more. */
    void lose() {
        lost = true;
    }

    /** Whether the result would be refused, or may be. */
    boolean isLost() {
        return lost || ticker.nanos() - sentNanos >= usableNanos;
    }

    /** Whether the task must stop: it is lost, or the worker has no more time to end it. */
    @Override
    public boolean isRequested() {
        return isLost() || drain.isOver();
    }
}
