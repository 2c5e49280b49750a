package org.virnucpro.coordinator.plan;

import java.util.Arrays;

/**
 * What no schedule of whole tasks can beat: the optimum of the preemptive problem on uniform machines, {@code max(sum p / sum
 * s, max over k < m of the k largest tasks / the k fastest workers)} (Horvath, Lam, Sethi, JACM 24(1), 1977).
 */
public final class LowerBound {

    private LowerBound() {}

    /**
     * The bound in milliseconds.
     *
     * @param costsMillis of the tasks on speed 1
     * @param speeds of the workers; at least one
     */
    public static double ofMakespan(long[] costsMillis, double[] speeds) {
        long[] costs = costsMillis.clone();
        Arrays.sort(costs);
        double[] sorted = speeds.clone();
        Arrays.sort(sorted);
        double work = (double) Arrays.stream(costs).sum();
        double bound = work / Arrays.stream(sorted).sum();
        double largest = 0;
        double fastest = 0;
        for (int count = 1; count < sorted.length && count <= costs.length; count++) {
            largest += (double) costs[costs.length - count];
            fastest += sorted[sorted.length - count];
            bound = Math.max(bound, largest / fastest);
        }
        return bound;
    }

    /** The bound in milliseconds when tasks can be cut at will: total cost over total speed. */
    public static double ofDivisible(long[] costsMillis, double[] speeds) {
        return (double) Arrays.stream(costsMillis).sum() / Arrays.stream(speeds).sum();
    }
}
