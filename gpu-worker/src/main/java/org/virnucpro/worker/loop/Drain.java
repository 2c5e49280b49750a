package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.time.Ticker;

/** Whether the worker is to end, and until when its running task may go on. Thread-safe. */
final class Drain {

    private final Ticker ticker;
    private final Duration timeout;
    private final AtomicReference<@Nullable Long> requestedNanos = new AtomicReference<>();

    Drain(Ticker ticker, Duration timeout) {
        this.ticker = ticker;
        this.timeout = timeout;
    }

    /** From now on nothing new is taken; a second request does not prolong the time. */
    void request() {
        requestedNanos.compareAndSet(null, ticker.nanos());
    }

    boolean isRequested() {
        return requestedNanos.get() != null;
    }

    /** Whether the running task must be given back. */
    boolean isOver() {
        Long requested = requestedNanos.get();
        return requested != null && ticker.nanos() - requested >= timeout.toNanos();
    }
}
