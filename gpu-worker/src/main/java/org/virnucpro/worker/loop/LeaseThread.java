package org.virnucpro.worker.loop;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the lease keeper on a thread of its own, so that a long batch never delays a heartbeat, and looks after a batch that
 * does not end.
 */
final class LeaseThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseThread.class);
    private static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

    private final LeaseKeeper keeper;
    private final HungEngine hungEngine;
    private final Wakeup wakeup = Wakeup.real();
    private final Thread thread;
    private volatile boolean closed;

    LeaseThread(String worker, LeaseKeeper keeper, HungEngine hungEngine) {
        this.keeper = keeper;
        this.hungEngine = hungEngine;
        this.thread = new Thread(this::run, "worker-" + worker + "-lease");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** A membership or the drain is new: look again at what is due. */
    void wake() {
        wakeup.wake();
    }

    /** Somebody asks this worker for something. */
    void lookNow() {
        keeper.lookNow();
        wake();
    }

    /** Ends the thread and waits for its last call, so that nothing is announced behind a withdrawal. */
    @Override
    public void close() {
        closed = true;
        wakeup.wake();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            wakeup.await(beat());
        }
    }

    private Duration beat() {
        try {
            hungEngine.look();
            return keeper.beat();
        } catch (RuntimeException bug) {
            LOG.error("a heartbeat failed for a reason of this program; leases run out if that goes on", bug);
            return AFTER_A_BUG;
        }
    }
}
