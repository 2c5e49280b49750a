package org.virnucpro.coordinator.plan;

/**
 * What a plan has given to each worker, and when that will be done: at {@code (sum p + e * sqrt(sum p^2)) / weight}, one
 * standard deviation later than predicted when the costs have independent relative errors of {@code e}. So a worker with one
 * giant task, whose error nothing evens out and which cannot be split, gets less beside it than one with many small tasks.
 */
final class WorkerLoads {

    private final double[] weights;
    private final double costError;
    private final double[] sums;
    private final double[] squares;

    WorkerLoads(double[] weights, double costError) {
        this.weights = weights;
        this.costError = costError;
        this.sums = new double[weights.length];
        this.squares = new double[weights.length];
    }

    int workers() {
        return weights.length;
    }

    void add(int worker, double cost) {
        sums[worker] += cost;
        squares[worker] += cost * cost;
    }

    void remove(int worker, double cost) {
        sums[worker] -= cost;
        squares[worker] -= cost * cost;
    }

    double finish(int worker) {
        return finish(worker, 0, 0);
    }

    /** The finish if the worker got one task more and one less; a cost of 0 stands for none. */
    double finish(int worker, double more, double less) {
        double square = Math.max(0, squares[worker] + more * more - less * less);
        return (sums[worker] + more - less + costError * Math.sqrt(square)) / weights[worker];
    }

    int lastToFinish() {
        int last = 0;
        for (int worker = 1; worker < weights.length; worker++) {
            if (finish(worker) > finish(last)) {
                last = worker;
            }
        }
        return last;
    }
}
