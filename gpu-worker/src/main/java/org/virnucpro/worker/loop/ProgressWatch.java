package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.time.Ticker;

/**
 * Notices a computation in which nothing moves: between batches its thread asks whether it is to stop, hands rows over, or
 * says that it computes, and each of that is a sign of life. A hung engine gives none, while heartbeats go on. Thread-safe:
 * the computing thread reports, another one looks.
 */
final class ProgressWatch {

    private record Running(Candidate candidate, long limitNanos) {}

    private final Ticker ticker;
    private final StallLimit limit;
    private final double weight;
    private volatile @Nullable Running running;
    private volatile long lastSign;
    private volatile boolean waiting;
    private long suspect;

    /** @param weight speed of this worker relative to that for which costs are predicted */
    ProgressWatch(Ticker ticker, StallLimit limit, double weight) {
        this.ticker = ticker;
        this.limit = limit;
        this.weight = weight;
        this.lastSign = ticker.nanos();
    }

    void begins(Candidate candidate) {
        moves();
        running = new Running(candidate, limit.of(candidate.task(), weight).toNanos());
    }

    /** A sign of life. */
    void moves() {
        lastSign = ticker.nanos();
        waiting = false;
    }

    /** The computation waits for the broker, not for the engine. */
    void waits() {
        waiting = true;
    }

    void ends() {
        moves();
        running = null;
    }

    /** What is computed now. */
    Optional<Candidate> running() {
        return Optional.ofNullable(running).map(Running::candidate);
    }

    /** Whether something has moved within the limit of the running task, or outside of one within {@code pause}. */
    boolean isMoving(Duration pause) {
        Running now = running;
        return waiting || ticker.nanos() - lastSign < (now == null ? pause.toNanos() : now.limitNanos());
    }

    /**
     * The task in which nothing has moved for longer than it may, once two looks in a row have seen that: one look alone may
     * come just after this process was suspended. For one thread.
     */
    Optional<Candidate> stuck() {
        Running now = running;
        long sign = lastSign;
        if (now == null || waiting || ticker.nanos() - sign < now.limitNanos()) {
            suspect = 0;
            return Optional.empty();
        }
        boolean again = suspect == sign;
        suspect = sign;
        return again ? Optional.of(now.candidate()) : Optional.empty();
    }

    /** How long nothing may move in a task. */
    Duration limitOf(Task task) {
        return limit.of(task, weight);
    }
}
