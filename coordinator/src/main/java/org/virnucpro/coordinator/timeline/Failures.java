package org.virnucpro.coordinator.timeline;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tasks that are dead, and the latest attempts that ended without a result. Not thread-safe. */
final class Failures {

    static final int MOST_LISTED = 300;
    private static final int LONGEST_CAUSE = 600;

    /** What happened. */
    enum Kind {
        /** An attempt ended without a result; the task waits for another one. */
        REQUEUE,
        /** The last attempt ended without a result. */
        DEAD,
        /** A worker stopped without a word. */
        LOST,
        /** Smaller tasks took the place of a dead one. */
        SPLIT,
        /** A dead task was given its attempts back. */
        REVIVE
    }

    /**
     * One line of the list.
     *
     * @param time milliseconds of the broker's clock
     * @param task its number; {@link Block#UNKNOWN} when it is about a worker
     * @param cause in words; may be empty
     */
    record Failure(long time, Kind kind, int task, String worker, String cause) {}

    /** A dead task; {@code attempts} counts those that the lines tell of. */
    record Dead(long time, int task, String worker, String cause, int attempts) {}

    private final Deque<Failure> listed = new ArrayDeque<>();
    private final Map<Integer, Dead> dead = new LinkedHashMap<>();
    private final Map<Integer, Integer> attempts = new HashMap<>();
    private long total;

    void add(long time, Kind kind, int task, String worker, String cause) {
        String words = cause.length() > LONGEST_CAUSE ? cause.substring(0, LONGEST_CAUSE) + "..." : cause;
        total++;
        listed.addLast(new Failure(time, kind, task, worker, words));
        if (listed.size() > MOST_LISTED) {
            listed.removeFirst();
        }
        switch (kind) {
            case REQUEUE -> attempts.merge(task, 1, Integer::sum);
            case DEAD -> dead.put(task, new Dead(time, task, worker, words, attempts.merge(task, 1, Integer::sum)));
            case SPLIT, REVIVE -> {
                dead.remove(task);
                attempts.remove(task);
            }
            case LOST -> {}
        }
    }

    /** A task has a result, so its attempts need not be remembered. */
    void done(int task) {
        attempts.remove(task);
    }

    /** Oldest first. */
    Iterable<Failure> listed() {
        return listed;
    }

    long notListed() {
        return total - listed.size();
    }

    Collection<Dead> dead() {
        return dead.values();
    }
}
