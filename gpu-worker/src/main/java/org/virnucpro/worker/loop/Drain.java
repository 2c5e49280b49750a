package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.time.Ticker;

/**
 * Whether the worker is to end, and until when its running task may go on. A stop of this process is final; what the cluster
 * asks for can be taken back. Thread-safe.
 */
final class Drain {

    private final Ticker ticker;
    private final Duration timeout;
    private final Wakeup loop;
    private final AtomicReference<@Nullable Long> requestedNanos = new AtomicReference<>();
    private final AtomicReference<@Nullable Long> askedNanos = new AtomicReference<>();

    /**
     * @param loop is woken when something changes
     */
    Drain(Ticker ticker, Duration timeout, Wakeup loop) {
        this.ticker = ticker;
        this.timeout = timeout;
        this.loop = loop;
    }

    /** From now on nothing new is taken; a second request does not prolong the time. */
    void request() {
        requestedNanos.compareAndSet(null, ticker.nanos());
        loop.wake();
    }

    /** What the cluster asks for now; said again and again. */
    void asked(boolean toDrain) {
        boolean changed = toDrain ? askedNanos.compareAndSet(null, ticker.nanos()) : askedNanos.getAndSet(null) != null;
        if (changed) {
            loop.wake();
        }
    }

    boolean isRequested() {
        return requestedNanos.get() != null || askedNanos.get() != null;
    }

    /** Whether the running task must be given back. */
    boolean isOver() {
        return isOver(requestedNanos.get()) || isOver(askedNanos.get());
    }

    private boolean isOver(@Nullable Long since) {
        return since != null && ticker.nanos() - since >= timeout.toNanos();
    }
}
