package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Sequences per second of one worker over the last 60 seconds or the last 10 tasks, whichever reaches further back (the
 * planning document: "60 s or the last 10 files"). Confined to the poll loop.
 */
final class ThroughputWindow {

    private static final Duration SPAN = Duration.ofSeconds(60);
    private static final int TASKS = 10;

    /** One finished task. */
    private record Finished(Instant end, long elapsedMillis, long sequences) {
        Instant start() {
            return end.minusMillis(elapsedMillis);
        }
    }

    private final Deque<Finished> tasks = new ArrayDeque<>();

    void add(Instant end, long elapsedMillis, long sequences) {
        tasks.addLast(new Finished(end, elapsedMillis, sequences));
    }

    /** Rate at {@code now}; 0 before the first task has ended. */
    double sequencesPerSecond(Instant now) {
        while (tasks.size() > TASKS && tasks.getFirst().end().isBefore(now.minus(SPAN))) {
            tasks.removeFirst();
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
