package org.virnucpro.coordinator.simulate;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;
import org.virnucpro.common.steal.StealSettings;

/** Makespan over lower bound of many seeded runs. */
final class Ratios {

    private final double[] bySeed;
    private final double[] sorted;

    private Ratios(double[] bySeed) {
        this.bySeed = bySeed;
        this.sorted = bySeed.clone();
        Arrays.sort(sorted);
    }

    static Ratios of(Cases cases, StealSettings stealing, int seeds) {
        return new Ratios(LongStream.range(0, seeds)
                .mapToDouble(
                        seed -> Simulation.run(cases.scenario(seed, stealing)).ratio())
                .toArray());
    }

    double mean() {
        return Arrays.stream(bySeed).average().orElseThrow();
    }

    double percentile(int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    /** The largest of this run's ratio over the other's, seed by seed. */
    double worstAgainst(Ratios other) {
        double worst = 0;
        for (int seed = 0; seed < bySeed.length; seed++) {
            worst = Math.max(worst, bySeed[seed] / other.bySeed[seed]);
        }
        return worst;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "mean %.4f, p95 %.4f, p99 %.4f, max %.4f",
                mean(),
                percentile(95),
                percentile(99),
                sorted[sorted.length - 1]);
    }
}
