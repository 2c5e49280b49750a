package org.virnucpro.coordinator.plan;

/** Which worker can hold which task, by the longest record; workers and tasks are indices of a plan. */
final class Room {

    private final long[] held;
    private final long[] needed;
    private final int roomiest;

    /**
     * @param held bases of the longest record that each worker can hold
     * @param needed bases of the longest record of each task
     */
    Room(long[] held, long[] needed) {
        if (held.length == 0) {
            throw new IllegalArgumentException("no worker");
        }
        this.held = held;
        this.needed = needed;
        int most = 0;
        for (int worker = 1; worker < held.length; worker++) {
            most = held[worker] > held[most] ? worker : most;
        }
        this.roomiest = most;
    }

    boolean holds(int worker, int task) {
        return needed[task] <= held[worker];
    }

    /** The worker that holds most; the first one among equals. */
    int roomiest() {
        return roomiest;
    }

    /** The costs, 0 for a task that nobody can hold. */
    long[] withoutStranded(long[] costs) {
        long[] kept = costs.clone();
        for (int task = 0; task < kept.length; task++) {
            if (!holds(roomiest, task)) {
                kept[task] = 0;
            }
        }
        return kept;
    }
}
