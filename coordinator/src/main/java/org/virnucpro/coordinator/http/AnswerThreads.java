package org.virnucpro.coordinator.http;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where handlers run: few threads and a short queue, and one apart for what must answer when those wait. Thread-safe. */
final class AnswerThreads implements AutoCloseable {

    private final ThreadPoolExecutor shared;
    private final ThreadPoolExecutor vital;

    AnswerThreads(HttpLimits limits) {
        shared = pool("http-answer", limits.threads(), limits.waiting());
        vital = pool("http-vital", 1, limits.waiting());
    }

    /**
     * Runs it soon.
     *
     * @throws java.util.concurrent.RejectedExecutionException when too much waits already
     */
    void execute(Route.Lane lane, Runnable answer) {
        (lane == Route.Lane.VITAL ? vital : shared).execute(answer);
    }

    @Override
    public void close() {
        shared.shutdownNow();
        vital.shutdownNow();
    }

    private static ThreadPoolExecutor pool(String name, int size, int waiting) {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
