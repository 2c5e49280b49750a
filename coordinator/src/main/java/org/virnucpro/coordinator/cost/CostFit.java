package org.virnucpro.coordinator.cost;

import java.util.Arrays;
import java.util.List;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;

/**
 * Fits a cost model to the times of tasks on one kind of device. Pure.
 *
 * <p>Minimizes {@code sum h_i ((theta . x_i - t_i) / (e t_i))^2 + sum ((theta_j - s prior_j) m_j / p)^2} over {@code theta >=
 * 0}, where {@code x_i} are the counts of task i and {@code t_i} its time. The first sum is the relative error in units of
 * its usual size {@code e}. The second holds the model near the prior one, scaled by {@code s = median(t_i / prior(x_i))} to
 * the speed of the device: each term's share of an average task ({@code m_j = mean(x_ij / t_i)}) may be off by {@code p}.
 * Tasks of one input are alike (residues are a third of the bases), so times alone do not tell the terms apart; with one
 * task the fit is the scaled prior, with many the data decide as far as they can. {@code h_i} are Huber's weights, so a task
 * that a pause has doubled pulls no harder than one that is a little off.
 */
final class CostFit {

    private static final double USUAL_ERROR = 0.1;

    /** The {@code p} of a model of other hardware. */
    static final double SHARE_ERROR_OF_PUBLISHED = 0.3;

    /** The {@code p} of a model that was fitted to the same kind of device. */
    static final double SHARE_ERROR_OF_FITTED = 0.05;

    /** Huber's constant: 95 % as efficient as least squares when errors are normal. */
    private static final double HUBER = 1.345;

    private static final int ROUNDS = 10;
    private static final int TERMS = 4;

    private CostFit() {}

    /**
     * The model for the device.
     *
     * @param tasks at least one
     * @param prior for any device; only the proportions of its terms matter
     * @param shareError how far they may be off
     */
    static CostModel fit(List<TaskTime> tasks, CostModel prior, double shareError) {
        double[] scaled = terms(prior.times(scale(tasks, prior)));
        double[][] relative = new double[tasks.size()][];
        double[] means = new double[TERMS];
        for (int row = 0; row < relative.length; row++) {
            TaskTime task = tasks.get(row);
            relative[row] = counts(task.work());
            for (int term = 0; term < TERMS; term++) {
                relative[row][term] /= task.seconds();
                means[term] += relative[row][term] / relative.length;
            }
        }
        return model(shares(relative, means, scaled, shareError), means, scaled);
    }

    /** How much slower the device is than the model says, by its middle task. */
    static double scale(List<TaskTime> tasks, CostModel model) {
        double[] ratios = tasks.stream()
                .filter(task -> model.seconds(task.work()) > 0)
                .mapToDouble(task -> task.seconds() / model.seconds(task.work()))
                .sorted()
                .toArray();
        if (ratios.length == 0) {
            return 1;
        }
        int middle = ratios.length / 2;
        return ratios.length % 2 == 1 ? ratios[middle] : (ratios[middle - 1] + ratios[middle]) / 2;
    }

    /** The share of each term in an average task. */
    private static double[] shares(double[][] relative, double[] means, double[] scaled, double shareError) {
        double[] shares = new double[TERMS];
        double[] weights = new double[relative.length];
        Arrays.fill(weights, 1);
        for (int round = 0; round < ROUNDS; round++) {
            NonNegativeLeastSquares squares = new NonNegativeLeastSquares(TERMS);
            for (int term = 0; term < TERMS; term++) {
                double[] one = new double[TERMS];
                one[term] = 1;
                squares.add(one, scaled[term] * means[term], 1 / (shareError * shareError));
            }
            for (int row = 0; row < relative.length; row++) {
                squares.add(perShare(relative[row], means), 1, weights[row] / (USUAL_ERROR * USUAL_ERROR));
            }
            shares = squares.solve();
            for (int row = 0; row < relative.length; row++) {
                double error = Math.abs(predicted(perShare(relative[row], means), shares) - 1) / USUAL_ERROR;
                weights[row] = error <= HUBER ? 1 : HUBER / error;
            }
        }
        return shares;
    }

    private static double[] perShare(double[] relative, double[] means) {
        double[] columns = new double[TERMS];
        for (int term = 0; term < TERMS; term++) {
            columns[term] = means[term] > 0 ? relative[term] / means[term] : 0;
        }
        return columns;
    }

    private static double predicted(double[] columns, double[] shares) {
        double sum = 0;
        for (int term = 0; term < TERMS; term++) {
            sum += columns[term] * shares[term];
        }
        return sum;
    }

    private static CostModel model(double[] shares, double[] means, double[] scaled) {
        double[] terms = new double[TERMS];
        for (int term = 0; term < TERMS; term++) {
            // a count that no task has says nothing about its term
            terms[term] = means[term] > 0 ? shares[term] / means[term] : scaled[term];
        }
        return new CostModel(terms[0], terms[1], terms[2], terms[3]);
    }

    private static double[] terms(CostModel model) {
        return new double[] {
            model.secondsPerResidue(),
            model.secondsPerResidueSquare(),
            model.secondsPerFrameBase(),
            model.secondsPerTask()
        };
    }

    private static double[] counts(Work work) {
        return new double[] {(double) work.residues(), (double) work.residueSquares(), (double) work.frameBases(), 1};
    }
}
