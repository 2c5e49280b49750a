package org.virnucpro.coordinator.plan;

/**
 * Predicted seconds on a worker of weight 1 (a GeForce RTX 3090): {@code a * residues + b * sum(residues^2) + c * bases of
 * the frames + d}. Only ratios between tasks matter for placement; the absolute scale matters for the size of shards.
 *
 * @param secondsPerResidue a
 * @param secondsPerResidueSquare b
 * @param secondsPerFrameBase c
 * @param secondsPerTask d
 */
public record CostModel(
        double secondsPerResidue, double secondsPerResidueSquare, double secondsPerFrameBase, double secondsPerTask) {

    /**
     * From the figures that virnucpro-broad published for one RTX 4090, scaled to weight 1 by its weight of 1.5: ESM-2 3B
     * 16,474 tokens/s; DNABERT-S 501.9 s for 794,577 frames of up to 300 bases, taken as 250. The attention share b follows
     * from the architecture: 4TH of 24H^2 + 4TH operations per token at H = 2560.
     */
    public static final CostModel PUBLISHED =
            new CostModel(1.5 / 16_474, 1.5 / 16_474 * 4 / (24 * 2560), 1.5 * 501.9 / (794_577 * 250.0), 0.05);

    public CostModel {
        for (double term :
                new double[] {secondsPerResidue, secondsPerResidueSquare, secondsPerFrameBase, secondsPerTask}) {
            if (!(term >= 0) || Double.isInfinite(term)) {
                throw new IllegalArgumentException("a cost of " + term + " s: it must be a number of at least 0");
            }
        }
    }

    /** Relative standard error of a prediction that was not fitted to the device; what plans reckon with. */
    public static final double ERROR = 0.25;

    /** Predicted milliseconds of one task that does this work. */
    public long millis(Work work) {
        return Math.max(1, Math.round(seconds(work) * 1000));
    }

    /** Predicted seconds of one task that does this work. */
    public double seconds(Work work) {
        return secondsPerResidue * work.residues()
                + secondsPerResidueSquare * work.residueSquares()
                + secondsPerFrameBase * work.frameBases()
                + secondsPerTask;
    }

    /** The model of a device that takes this many times as long. */
    public CostModel times(double factor) {
        return new CostModel(
                factor * secondsPerResidue,
                factor * secondsPerResidueSquare,
                factor * secondsPerFrameBase,
                factor * secondsPerTask);
    }

    /** The sum of two predictions. */
    public CostModel plus(CostModel other) {
        return new CostModel(
                secondsPerResidue + other.secondsPerResidue,
                secondsPerResidueSquare + other.secondsPerResidueSquare,
                secondsPerFrameBase + other.secondsPerFrameBase,
                secondsPerTask + other.secondsPerTask);
    }
}
