package org.virnucpro.coordinator.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits until the next poll is due or somebody wakes it. Thread-safe. */
final class PollTimer {

    private final Semaphore wake = new Semaphore(0);
    private final Duration interval;

    PollTimer(Duration interval) {
        this.interval = interval;
    }

    /** Ends the wait that is going on, or the next one. */
    void wake() {
        wake.release();
    }

    /** Returns after the interval, or early when woken. */
    void await() throws InterruptedException {
        if (wake.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
            wake.drainPermits();
        }
    }
}
