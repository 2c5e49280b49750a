package org.virnucpro.worker.classify;

/** What a window is classified as. */
public enum Label {
    OTHERS("others"),
    VIRUS("virus");

    private final String text;

    Label(String text) {
        this.text = text;
    }

    /** As written to prediction results. */
    public String text() {
        return text;
    }

    /**
     * The more probable class. A tie is "others", as is NaN: the original takes the lowest index of the largest
     * probability.
     */
    public static Label of(float othersProbability, float virusProbability) {
        return virusProbability > othersProbability ? VIRUS : OTHERS;
    }
}
