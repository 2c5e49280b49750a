package org.virnucpro.coordinator.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One list of tasks with the steps that {@code take.lua} makes on it. Tasks are numbers of the plan. */
final class SimulatedQueue {

    private static final int NONE = -1;

    /** As far as the script searches. */
    private static final int SCAN = 64;

    private final long[] costs;
    private final long[] longestRecords;
    private final ArrayDeque<Integer> tasks = new ArrayDeque<>();
    private long queuedCost;

    /**
     * @param costs of all tasks
     * @param longestRecords of all tasks
     */
    SimulatedQueue(long[] costs, long[] longestRecords) {
        this.costs = costs;
        this.longestRecords = longestRecords;
    }

    int depth() {
        return tasks.size();
    }

    long queuedCost() {
        return queuedCost;
    }

    long headCost() {
        return tasks.isEmpty() ? 0 : costs[tasks.peekFirst()];
    }

    void append(int task) {
        tasks.addLast(task);
        queuedCost += costs[task];
    }

    /** The smallest of the longest records of the first 64; 0 when there is none. */
    long needed() {
        return tasks.stream()
                .limit(SCAN)
                .mapToLong(task -> longestRecords[task])
                .min()
                .orElse(0);
    }

    /** Removes the tasks at the head that a worker cannot hold. */
    List<Integer> setAside(long holds) {
        List<Integer> aside = new ArrayList<>();
        while (!tasks.isEmpty() && longestRecords[tasks.peekFirst()] > holds) {
            int task = tasks.removeFirst();
            queuedCost -= costs[task];
            aside.add(task);
        }
        return aside;
    }

    /**
     * The head if it costs at most {@code most} and can be held, else the costliest of the first 64 of which that is true; -1
     * when there is none.
     */
    int take(long most, long holds) {
        if (tasks.isEmpty()) {
            return NONE;
        }
        int taken = tasks.peekFirst();
        if (costs[taken] > most || longestRecords[taken] > holds) {
            taken = costliest(most, holds);
            if (taken == NONE) {
                return NONE;
            }
        }
        tasks.removeFirstOccurrence(taken);
        queuedCost -= costs[taken];
        return taken;
    }

    /** Removes at most {@code count} of the first 64, in order, that can be held and cost at most {@code most} together. */
    List<Integer> takeFurther(int count, long most, long holds) {
        List<Integer> taken = new ArrayList<>();
        long left = most;
        Iterator<Integer> scan = tasks.iterator();
        for (int seen = 0; seen < SCAN && taken.size() < count && scan.hasNext(); seen++) {
            int task = scan.next();
            if (costs[task] <= left && longestRecords[task] <= holds) {
                scan.remove();
                taken.add(task);
                left -= costs[task];
                queuedCost -= costs[task];
            }
        }
        return taken;
    }

    private int costliest(long most, long holds) {
        int best = NONE;
        Iterator<Integer> scan = tasks.iterator();
        for (int seen = 0; seen < SCAN && scan.hasNext(); seen++) {
            int task = scan.next();
            if (costs[task] <= most && longestRecords[task] <= holds && (best == NONE || costs[task] > costs[best])) {
                best = task;
            }
        }
        return best;
    }
}
