package org.virnucpro.worker.predict;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets time pass; a test lets it pass at once. */
@FunctionalInterface
public interface Pause {

    /** Returns after {@code time}; earlier, with the interrupt flag set, when the thread is interrupted. */
    void pause(Duration time);

    /** Real time. */
    static Pause real() {
        Semaphore never = new Semaphore(0);
        return time -> {
            try {
                if (never.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new IllegalStateException("a semaphore that nobody releases was acquired");
                }
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        };
    }
}
