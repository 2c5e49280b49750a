package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Optional;
import org.virnucpro.common.task.Task;

/**
 * How long nothing may move in a task before its engine counts as hung.
 *
 * @param chosen by a person; empty: ten minutes, or twenty times the predicted time of the whole task when that is longer
 */
public record StallLimit(Optional<Duration> chosen) {

    public static final StallLimit DEFAULT = new StallLimit(Optional.empty());

    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final int TIMES_PREDICTED = 20;

    public StallLimit {
        if (chosen.isPresent() && chosen.get().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a stall limit of " + chosen.get() + ": at least 1 s");
        }
    }

    Duration of(Task task, double weight) {
        if (chosen.isPresent()) {
            return chosen.get();
        }
        Duration predicted = Duration.ofMillis((long) (TIMES_PREDICTED * task.costMillis() / weight));
        return predicted.compareTo(SHORTEST) > 0 ? predicted : SHORTEST;
    }
}
