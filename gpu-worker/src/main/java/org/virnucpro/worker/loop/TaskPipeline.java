package org.virnucpro.worker.loop;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.virnucpro.common.time.Ticker;

/**
 * Works through tasks as long as there are some. While the last one is made durable and reported, and the next one asked for,
 * on a thread of its own, the task that is probably next is computed already; its rows are thrown away when the broker gives
 * another one. So a worker has one lease at most, the next task stays stealable, and the models do not wait. Confined to the
 * loop's thread; {@code next} is called on the other one, never at the same time as {@link #run} returns.
 */
final class TaskPipeline implements AutoCloseable {

    private final TaskRunner runner;
    private final ReadAheadThread readAhead;
    private final Supplier<Optional<Assignment>> next;
    private final Drain drain;
    private final Ticker ticker;
    private final ExecutorService handOver;

    /**
     * @param next takes the next task
     */
    TaskPipeline(
            String worker,
            TaskRunner runner,
            ReadAheadThread readAhead,
            Supplier<Optional<Assignment>> next,
            Drain drain,
            Ticker ticker) {
        this.runner = runner;
        this.readAhead = readAhead;
        this.next = next;
        this.drain = drain;
        this.ticker = ticker;
        this.handOver = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "worker-" + worker + "-hand-over");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs a leased task and those that follow, until there is none, one fails, or the worker is to end. */
    void run(Assignment first) {
        Optional<Computed> computed = compute(first);
        while (computed.isPresent()) {
            Computed done = computed.get();
            Grant grant = Grant.ask(() -> finishAndTake(done), handOver);
            Optional<Candidate> ahead = drain.isRequested()
                    ? Optional.empty()
                    : readAhead.next(done.assignment().membership());
            computed = ahead.flatMap(candidate -> runner.compute(candidate, grant));
            if (computed.isEmpty()) {
                Optional<Assignment> leased = grant.await();
                if (ahead.isPresent() && ahead.get().is(leased)) {
                    ahead.get().membership().finished();
                } else if (leased.isPresent()) {
                    computed = compute(leased.get());
                }
            }
        }
    }

    private Optional<Computed> compute(Assignment leased) {
        Optional<Computed> computed = Optional.empty();
        try {
            computed = runner.compute(leased);
        } finally {
            if (computed.isEmpty()) {
                leased.membership().finished();
            }
        }
        return computed;
    }

    private Optional<Assignment> finishAndTake(Computed computed) {
        HandOverTimes times = new HandOverTimes(ticker);
        try {
            runner.finish(computed, times);
        } finally {
            computed.assignment().membership().finished();
        }
        if (drain.isRequested()) {
            return Optional.empty();
        }
        Optional<Assignment> leased = next.get();
        times.taken();
        return leased;
    }

    /** Waits for the end of what is being handed over. */
    @Override
    public void close() {
        handOver.shutdown();
        boolean interrupted = false;
        while (!handOver.isTerminated()) {
            try {
                if (handOver.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException stop) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
