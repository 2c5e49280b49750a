package org.virnucpro.coordinator.timeline;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who stole from whom: the latest steals one by one, all of them by pair. Not thread-safe. */
final class Steals {

    static final int MOST_LISTED = 2_000;
    static final int MOST_PAIRS = 2_000;

    /**
     * One steal; a batch of tasks is one.
     *
     * @param time milliseconds of the broker's clock
     * @param task the first of them
     */
    record Steal(long time, String victim, String thief, int task, int tasks) {}

    /** A victim and a thief. */
    record Pair(String victim, String thief) {}

    /** How many tasks went from one to the other. */
    record Flow(Pair pair, long tasks) {}

    private final Deque<Steal> listed = new ArrayDeque<>();
    private final Map<Pair, Long> pairs = new HashMap<>();
    private final Map<String, Long> stolenIn = new HashMap<>();
    private final Map<String, Long> stolenOut = new HashMap<>();
    private long tasks;
    private long steals;

    void add(long time, String victim, String thief, int task) {
        tasks++;
        pairs.merge(new Pair(victim, thief), 1L, Long::sum);
        stolenIn.merge(thief, 1L, Long::sum);
        stolenOut.merge(victim, 1L, Long::sum);
        Steal last = listed.peekLast();
        if (last != null
                && last.time() == time
                && last.victim().equals(victim)
                && last.thief().equals(thief)) {
            listed.removeLast();
            listed.addLast(new Steal(time, victim, thief, last.task(), last.tasks() + 1));
            return;
        }
        steals++;
        listed.addLast(new Steal(time, victim, thief, task, 1));
        if (listed.size() > MOST_LISTED) {
            listed.removeFirst();
        }
    }

    /** The latest ones, oldest first. */
    Iterable<Steal> listed() {
        return listed;
    }

    /** Steals of which {@link #listed} does not tell any more. */
    long notListed() {
        return steals - listed.size();
    }

    /** Tasks that changed hands. */
    long tasks() {
        return tasks;
    }

    long in(String worker) {
        return stolenIn.getOrDefault(worker, 0L);
    }

    long out(String worker) {
        return stolenOut.getOrDefault(worker, 0L);
    }

    /** Pairs with the most tasks first, at most {@link #MOST_PAIRS}. */
    List<Flow> flows() {
        return pairs.entrySet().stream()
                .map(entry -> new Flow(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Flow::tasks)
                        .reversed()
                        .thenComparing(flow -> flow.pair().victim())
                        .thenComparing(flow -> flow.pair().thief()))
                .limit(MOST_PAIRS)
                .toList();
    }
}
