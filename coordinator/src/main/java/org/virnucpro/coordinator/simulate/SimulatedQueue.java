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
    private final ArrayDeque<Integer> tasks = new ArrayDeque<>();
    private long queuedCost;

    SimulatedQueue(long[] costs) {
        this.costs = costs;
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

    /** The head if it costs at most {@code most}, else the costliest of the first 64 that does; -1 when there is none. */
    int take(long most) {
        if (tasks.isEmpty()) {
            return NONE;
        }
        int taken = tasks.peekFirst();
        if (costs[taken] > most) {
            taken = costliest(most);
            if (taken == NONE) {
                return NONE;
            }
        }
        tasks.removeFirstOccurrence(taken);
        queuedCost -= costs[taken];
        return taken;
    }

    /** Removes at most {@code count} of the first 64, in their order, that cost at most {@code most} together. */
    List<Integer> takeFurther(int count, long most) {
        List<Integer> taken = new ArrayList<>();
        long left = most;
        Iterator<Integer> scan = tasks.iterator();
        for (int seen = 0; seen < SCAN && taken.size() < count && scan.hasNext(); seen++) {
            int task = scan.next();
            if (costs[task] <= left) {
                scan.remove();
                taken.add(task);
                left -= costs[task];
                queuedCost -= costs[task];
            }
        }
        return taken;
    }

    private int costliest(long most) {
        int best = NONE;
        Iterator<Integer> scan = tasks.iterator();
        for (int seen = 0; seen < SCAN && scan.hasNext(); seen++) {
            int task = scan.next();
            if (costs[task] <= most && (best == NONE || costs[task] > costs[best])) {
                best = task;
            }
        }
        return best;
    }
}
