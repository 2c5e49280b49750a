package org.virnucpro.common.table;

/** The highest scores of a group of rows; NaN is passed over. Not thread-safe. */
final class HighestScores {
    private double others = Double.NaN;
    private double virus = Double.NaN;

    void add(double othersScore, double virusScore) {
        others = higher(others, othersScore);
        virus = higher(virus, virusScore);
    }

    double others() {
        return others;
    }

    double virus() {
        return virus;
    }

    boolean isVirus() {
        return virus >= others;
    }

    private static double higher(double known, double score) {
        return Double.isNaN(known) || score > known ? score : known;
    }
}
