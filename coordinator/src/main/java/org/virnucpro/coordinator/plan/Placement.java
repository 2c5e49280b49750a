package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.virnucpro.common.task.WorkerId;

/**
 * Earliest finish, largest first (LPT): tasks by falling cost, each to the worker that would finish it first given what it
 * has already, speed considered; then {@link PlacementSearch} exchanges tasks while that shortens the makespan. Ties go to
 * the worker that is named first, so a plan is a function of its arguments. No worker gets a task with a longer record than
 * it can hold; what nobody can hold goes to the worker that holds most and counts as no load, since it will be set aside.
 */
public final class Placement {

    private final List<WorkerSpeed> workers;
    private final double costError;

    /** Places tasks whose costs are exact. */
    public Placement(List<WorkerSpeed> workers) {
        this(workers, 0);
    }

    /**
     * @param costError relative standard error of the costs, for which large tasks get slack
     * @throws IllegalArgumentException when there is no worker
     */
    public Placement(List<WorkerSpeed> workers, double costError) {
        if (workers.isEmpty()) {
            throw new IllegalArgumentException("no worker to place tasks on");
        }
        if (!(costError >= 0 && costError <= 1)) {
            throw new IllegalArgumentException("relative error of costs: " + costError);
        }
        this.workers = List.copyOf(workers);
        this.costError = costError;
    }

    /** Where the task at each index of {@code costsMillis} starts, by that index. */
    public List<WorkerId> place(long[] costsMillis) {
        return place(costsMillis, new long[costsMillis.length]);
    }

    /**
     * The same for tasks that not every worker can hold.
     *
     * @param longestRecords bases of the longest record of each task
     */
    public List<WorkerId> place(long[] costsMillis, long[] longestRecords) {
        double[] weights = workers.stream().mapToDouble(WorkerSpeed::weight).toArray();
        Room room =
                new Room(workers.stream().mapToLong(WorkerSpeed::longestRecord).toArray(), longestRecords);
        long[] loads = room.withoutStranded(costsMillis);
        int[] homes = largestFirst(loads, new WorkerLoads(weights, costError), room);
        new PlacementSearch(loads, homes, weights, costError, room).improve();
        List<WorkerId> names = new ArrayList<>(homes.length);
        for (int home : homes) {
            names.add(workers.get(home).worker());
        }
        return names;
    }

    private static int[] largestFirst(long[] costsMillis, WorkerLoads loads, Room room) {
        List<Integer> byCost = new ArrayList<>();
        for (int task = 0; task < costsMillis.length; task++) {
            byCost.add(task);
        }
        byCost.sort(Comparator.<Integer>comparingLong(task -> costsMillis[task]).reversed());
        int[] homes = new int[costsMillis.length];
        for (int task : byCost) {
            double cost = (double) costsMillis[task];
            int best = room.roomiest();
            double bestFinish = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < loads.workers(); candidate++) {
                double then = loads.finish(candidate, cost, 0);
                if (then < bestFinish && room.holds(candidate, task)) {
                    best = candidate;
                    bestFinish = then;
                }
            }
            loads.add(best, cost);
            homes[task] = best;
        }
        return homes;
    }
}
