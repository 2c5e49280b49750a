package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A wait that another thread can end. Thread-safe, for one waiting thread. */
public interface Wakeup {

    /** Waits for {@code time} or until woken; a wake since the last wait ends it at once. */
    void await(Duration time);

    void wake();

    /** In real time. */
    static Wakeup real() {
        Semaphore wakes = new Semaphore(0);
        return new Wakeup() {
            @Override
            public void await(Duration time) {
                try {
                    if (wakes.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                        wakes.drainPermits();
                    }
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void wake() {
                wakes.release();
            }
        };
    }
}
