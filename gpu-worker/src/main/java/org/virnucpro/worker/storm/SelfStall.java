package org.virnucpro.worker.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryWriter;

/**
 * Now and then stops this whole process for longer than a lease, where that hurts most: a result is durable, its completion
 * not yet sent. Thread-safe.
 */
final class SelfStall implements Runnable {

    private final HistoryWriter history;
    private final String process;
    private final double share;
    private final long leastMillis;
    private final RandomGenerator random;

    SelfStall(HistoryWriter history, String process, double share, long leastMillis, RandomGenerator random) {
        this.history = history;
        this.process = process;
        this.share = share;
        this.leastMillis = leastMillis;
        this.random = random;
    }

    @Override
    public void run() {
        long millis;
        synchronized (random) {
            if (random.nextDouble() >= share) {
                return;
            }
            millis = leastMillis + random.nextLong(leastMillis / 2 + 1);
        }
        long pid = ProcessHandle.current().pid();
        history.write(Kind.STALL, process, Long.toString(millis));
        try {
            // A process of its own wakes this one, since this one cannot.
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP %d; sleep %d.%03d; kill -CONT %d"
                                    .formatted(pid, millis / 1000, millis % 1000, pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot stop this process", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
