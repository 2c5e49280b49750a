package org.virnucpro.common.table;

/** The format of prediction_results.txt: TAB separated, LF, UTF-8, nothing quoted; one row per open frame. */
public final class PredictionTable {
    public static final String FILE_NAME = "prediction_results.txt";
    /** First line, with its line end. */
    public static final String HEADER = "Sequence_ID\tPrediction\tscore1\tscore2\n";

    private PredictionTable() {}

    /**
     * One row with its line end.
     *
     * @param othersScore probability of the class others, column score1
     * @param virusScore probability of the class virus, column score2
     */
    public static String row(String sequenceId, PredictionLabel label, float othersScore, float virusScore) {
        return row(sequenceId, label, othersScore, virusScore, TableFormat.VANILLA);
    }

    /** The same in the form of another tool. */
    public static String row(
            String sequenceId, PredictionLabel label, float othersScore, float virusScore, TableFormat format) {
        return sequenceId + "\t" + label.text() + "\t" + format.score(othersScore) + "\t" + format.score(virusScore)
                + "\n";
    }
}
