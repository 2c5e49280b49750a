package org.virnucpro.common.table;

/** What a frame is taken for; the classes of the model in their order. */
public enum PredictionLabel {
    OTHERS("others"),
    VIRUS("virus");

    private final String text;

    PredictionLabel(String text) {
        this.text = text;
    }

    /** The word in the column Prediction. */
    public String text() {
        return text;
    }

    /** The class with the larger probability; the first one when they are equal or NaN, as torch.max chooses. */
    public static PredictionLabel of(float othersScore, float virusScore) {
        return virusScore > othersScore ? VIRUS : OTHERS;
    }
}
