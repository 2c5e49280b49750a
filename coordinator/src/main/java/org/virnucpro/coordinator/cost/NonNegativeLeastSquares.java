package org.virnucpro.coordinator.cost;

/**
 * Minimizes {@code sum w_i (x_i . u - y_i)^2} over {@code u >= 0} for a handful of unknowns, by exact minimization of one
 * unknown after the other (Franc, Hlavac, Navara: Sequential coordinate-wise algorithm for the non-negative least squares
 * problem, CAIP 2005). Converges to the minimum when the rows determine all unknowns. Rows are summed up, not kept. Not
 * thread-safe.
 */
final class NonNegativeLeastSquares {

    private static final int MOST_ROUNDS = 20_000;
    private static final double ENOUGH = 1e-10;

    private final double[][] products;
    private final double[] targets;

    NonNegativeLeastSquares(int unknowns) {
        this.products = new double[unknowns][unknowns];
        this.targets = new double[unknowns];
    }

    /** One equation {@code x . u = y}, taken this seriously. */
    void add(double[] x, double y, double weight) {
        for (int row = 0; row < x.length; row++) {
            for (int column = 0; column < x.length; column++) {
                products[row][column] += weight * x[row] * x[column];
            }
            targets[row] += weight * x[row] * y;
        }
    }

    double[] solve() {
        double[] solution = new double[targets.length];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double largest = 0;
            double moved = 0;
            for (int unknown = 0; unknown < solution.length; unknown++) {
                double before = solution[unknown];
                solution[unknown] = best(unknown, solution);
                largest = Math.max(largest, solution[unknown]);
                moved = Math.max(moved, Math.abs(solution[unknown] - before));
            }
            if (moved <= ENOUGH * largest) {
                return solution;
            }
        }
        return solution;
    }

    private double best(int unknown, double[] others) {
        double rest = targets[unknown];
        for (int other = 0; other < others.length; other++) {
            if (other != unknown) {
                rest -= products[unknown][other] * others[other];
            }
        }
        double own = products[unknown][unknown];
        return own > 0 ? Math.max(0, rest / own) : 0;
    }
}
