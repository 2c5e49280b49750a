package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.virnucpro.common.time.Ticker;

/** A clock that moves when a test says so. */
final class ManualTicker implements Ticker {

    // Near the end of the range, so that code that compares instead of subtracting fails.
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

    @Override
    public long nanos() {
        return nanos.get();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
