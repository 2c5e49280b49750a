package org.virnucpro.common.table;

import java.util.Locale;

/** Whose files are written: VirNucPro's own, or those of Broad's fork where it differs. */
public enum TableFormat {
    /** Scores as {@code str(numpy.float32)}; the consensus sorted, with the verdict alone. */
    VANILLA {
        @Override
        String score(float score) {
            return Float32Text.of(score);
        }

        @Override
        double parse(String text) {
            return Double.parseDouble(text);
        }

        @Override
        public ConsensusTable consensus() {
            return new Consensus();
        }
    },
    /** Scores as {@code str(float)} of the widened number; the consensus in input order, with the highest scores. */
    BROAD {
        @Override
        String score(float score) {
            return Float64Text.of(score);
        }

        @Override
        double parse(String text) {
            return PandasDecimal.parse(text);
        }

        @Override
        public ConsensusTable consensus() {
            return new BroadConsensus();
        }
    };

    /** Text of a score in prediction_results.txt. */
    abstract String score(float score);

    /** What a score of prediction_results.txt is to the code that makes the consensus. */
    abstract double parse(String text);

    /** An empty consensus. */
    public abstract ConsensusTable consensus();

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
