package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.virnucpro.common.task.WorkerId;

/**
 * Earliest finish, largest first (LPT): tasks by falling cost, each to the worker that would finish it first given what it
 * has already, speed considered. Ties go to the worker that is named first, so a plan is a function of its arguments.
 */
final class Placement {

    private final List<WorkerSpeed> workers;

    Placement(List<WorkerSpeed> workers) {
        if (workers.isEmpty()) {
            throw new IllegalArgumentException("no worker to place tasks on");
        }
        this.workers = List.copyOf(workers);
    }

    /** Where the task at each index of {@code costsMillis} starts, by that index. */
    List<WorkerId> place(long[] costsMillis) {
        List<Integer> byCost = new ArrayList<>();
        List<WorkerId> homes = new ArrayList<>();
        for (int task = 0; task < costsMillis.length; task++) {
            byCost.add(task);
            homes.add(workers.get(0).worker());
        }
        byCost.sort(Comparator.<Integer>comparingLong(task -> costsMillis[task]).reversed());
        double[] finish = new double[workers.size()];
        for (int task : byCost) {
            int best = 0;
            double bestFinish = Double.POSITIVE_INFINITY;
            for (int candidate = 0; candidate < finish.length; candidate++) {
                double then = finish[candidate]
                        + costsMillis[task] / workers.get(candidate).weight();
                if (then < bestFinish) {
                    best = candidate;
                    bestFinish = then;
                }
            }
            finish[best] = bestFinish;
            homes.set(task, workers.get(best).worker());
        }
        return homes;
    }
}
