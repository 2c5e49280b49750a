package org.virnucpro.common.models;

/** The three models of a prediction. */
public enum ModelPart {
    DNABERT("dnabert"),
    ESM2("esm2"),
    CLASSIFIER("classifier");

    private final String folder;

    ModelPart(String folder) {
        this.folder = folder;
    }

    /** Name of its folder inside a models folder. */
    public String folder() {
        return folder;
    }
}
