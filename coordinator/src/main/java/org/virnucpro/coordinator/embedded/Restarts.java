package org.virnucpro.coordinator.embedded;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether and when a worker that ended is started again. One that ends before it has joined the run is broken in itself: three
 * times. One that ends with a task may have met a record that kills it, of which there is one in a while: as long as it
 * finishes tasks in between, else ten times. Not thread-safe.
 */
final class Restarts {

    /** How far a worker came. */
    record Standing(boolean joined, long tasksDone) {
        static final Standing NEVER_JOINED = new Standing(false, 0);
    }

    static final int WITHOUT_JOINING = 3;
    static final int WITHOUT_A_TASK = 10;
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 8_000;

    private int withoutJoining;
    private int withoutATask;
    private long tasksDone;

    /** How long to wait before the next start: none at first, then doubling; empty when there is none. */
    Optional<Duration> afterEnd(Standing standing) {
        withoutATask = standing.tasksDone() > tasksDone ? 1 : withoutATask + 1;
        withoutJoining = standing.joined() ? 0 : withoutJoining + 1;
        tasksDone = Math.max(tasksDone, standing.tasksDone());
        if (withoutJoining > WITHOUT_JOINING || withoutATask > WITHOUT_A_TASK) {
            return Optional.empty();
        }
        return Optional.of(
                withoutATask == 1
                        ? Duration.ZERO
                        : Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << (withoutATask - 2))));
    }

    /** Why there is no further start. */
    String limit() {
        return withoutJoining > WITHOUT_JOINING
                ? "it ended " + withoutJoining + " times in a row before it joined the run"
                : "it ended " + withoutATask + " times in a row without finishing a task";
    }
}
