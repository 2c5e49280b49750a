package org.virnucpro.worker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.worker.loop.WorkerLoop;

/**
 * Turns signals, and the end of an input, into a drain. The JVM halts when its shutdown hooks return, so the hook waits until
 * the loop has left its runs.
 */
final class Stop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stop.class);

    /** For giving back and leaving, also when the broker is slow. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final WorkerLoop loop;
    private final Runnable kill;
    private final Duration patience;
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = new Thread(this::drainAndWait, "worker-shutdown");

    /** @param kill stops the running computation when it does not end in time */
    Stop(WorkerLoop loop, Duration drainTimeout, Runnable kill) {
        this.loop = loop;
        this.kill = kill;
        this.patience = drainTimeout.plus(GRACE);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Also drains when {@code input} ends: with the parent process, however that ends. */
    void withEndOf(InputStream input) {
        Thread watcher = new Thread(() -> drainAtEnd(input), "worker-stdin");
        watcher.setDaemon(true);
        watcher.start();
    }

    /** The loop has left its runs. */
    @Override
    public void close() {
        left.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            LOG.debug("stopped by a signal");
        }
    }

    private void drainAndWait() {
        LOG.info("stopping: nothing new is taken, the running task is ended or given back");
        loop.requestDrain();
        try {
            if (!left.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the running task does not stop; its lease runs out by itself");
                kill.run();
            }
        } catch (InterruptedException halt) {
            Thread.currentThread().interrupt();
        }
    }

    private void drainAtEnd(InputStream input) {
        try {
            input.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            LOG.debug("standard input broke off: {}", broken.toString());
        }
        loop.requestDrain();
    }
}
