package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Local search behind {@link Placement}: as long as it makes the last worker finish earlier, moves one of its tasks to another
 * worker or exchanges it for a smaller one there, the best such step first. Stops at a local optimum, close to the lower
 * bound, or after so many looks that a plan of 100,000 tasks takes a second; with that many tasks there is nothing to win.
 */
final class PlacementSearch {

    private static final long MOST_LOOKS = 50_000_000;

    /** Nobody notices a makespan that is longer by this factor. */
    private static final double CLOSE_ENOUGH = 1.001;

    private static final int NONE = -1;

    private final long[] costs;
    private final int[] homes;
    private final double enough;
    private final Room room;
    private final WorkerLoads loads;
    private final List<List<Integer>> queues = new ArrayList<>();
    private long looks;

    private double bestFinish;
    private int bestTask;
    private int bestOther;
    private int bestWorker;

    /** @param homes worker of each task by index; {@link #improve} changes it */
    PlacementSearch(long[] costs, int[] homes, double[] weights, double costError, Room room) {
        this.room = room;
        this.costs = costs;
        this.homes = homes;
        this.enough = LowerBound.ofMakespan(costs, weights) * CLOSE_ENOUGH;
        this.loads = new WorkerLoads(weights, costError);
        for (int worker = 0; worker < weights.length; worker++) {
            queues.add(new ArrayList<>());
        }
        for (int task = 0; task < costs.length; task++) {
            loads.add(homes[task], (double) costs[task]);
            queues.get(homes[task]).add(task);
        }
    }

    void improve() {
        while (looks < MOST_LOOKS) {
            int last = loads.lastToFinish();
            bestFinish = loads.finish(last) * (1 - 1e-9);
            if (bestFinish <= enough) {
                return;
            }
            bestWorker = NONE;
            for (int task : queues.get(last)) {
                look(last, task);
            }
            if (bestWorker == NONE) {
                return;
            }
            move(bestTask, last, bestWorker);
            if (bestOther != NONE) {
                move(bestOther, bestWorker, last);
            }
        }
    }

    private void look(int last, int task) {
        for (int worker = 0; worker < loads.workers(); worker++) {
            if (worker == last || loads.finish(worker) >= bestFinish || !room.holds(worker, task)) {
                continue;
            }
            consider(last, task, worker, NONE, 0);
            for (int other : queues.get(worker)) {
                if (costs[other] < costs[task] && room.holds(last, other)) {
                    consider(last, task, worker, other, (double) costs[other]);
                }
            }
            looks += 1 + queues.get(worker).size();
        }
    }

    private void consider(int last, int task, int worker, int other, double otherCost) {
        double cost = (double) costs[task];
        double then = Math.max(loads.finish(last, otherCost, cost), loads.finish(worker, cost, otherCost));
        if (then < bestFinish) {
            bestFinish = then;
            bestTask = task;
            bestWorker = worker;
            bestOther = other;
        }
    }

    private void move(Integer task, int from, int to) {
        queues.get(from).remove(task);
        queues.get(to).add(task);
        loads.remove(from, (double) costs[task]);
        loads.add(to, (double) costs[task]);
        homes[task] = to;
    }
}
