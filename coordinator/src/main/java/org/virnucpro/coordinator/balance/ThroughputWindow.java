package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one worker did in the last 60 seconds or in its last 10 tasks, whichever reaches further back (the planning document:
 * "60 s or the last 10 files"). Confined to the poll loop.
 */
final class ThroughputWindow {

    private static final Duration SPAN = Duration.ofSeconds(60);
    private static final int TASKS = 10;

    /** One finished task. */
    private record Finished(Instant end, long elapsedMillis, long sequences, long costMillis) {
        Instant start() {
            return end.minusMillis(elapsedMillis);
        }
    }

    private final Deque<Finished> tasks = new ArrayDeque<>();
    private long busyMillis;
    private long costMillis;

    /**
     * A task has ended.
     *
     * @param elapsedMillis since its take
     * @param costMillis predicted for it
     */
    void add(Instant end, long elapsedMillis, long sequences, long costMillis) {
        tasks.addLast(new Finished(end, elapsedMillis, sequences, costMillis));
        busyMillis += elapsedMillis;
        this.costMillis += costMillis;
    }

    /** Time at work for the tasks of the window. */
    long busyMillis() {
        return busyMillis;
    }

    /** Predicted cost of the tasks of the window. */
    long costMillis() {
        return costMillis;
    }

    /** Rate at {@code now}; 0 before the first task has ended. */
    double sequencesPerSecond(Instant now) {
        while (tasks.size() > TASKS && tasks.getFirst().end().isBefore(now.minus(SPAN))) {
            Finished old = tasks.removeFirst();
            busyMillis -= old.elapsedMillis();
            costMillis -= old.costMillis();
        }
        if (tasks.isEmpty()) {
            return 0;
        }
        Instant from =
                tasks.stream().map(Finished::start).min(Instant::compareTo).orElse(now);
        Instant last = tasks.getLast().end();
        // a worker that has nothing to do keeps its last rate for as long as its window, instead of fading at once
        Instant to = now.isAfter(last.plus(SPAN)) ? now : last;
        long sequences = tasks.stream().mapToLong(Finished::sequences).sum();
        return sequences * 1000.0 / Math.max(1, Duration.between(from, to).toMillis());
    }
}
