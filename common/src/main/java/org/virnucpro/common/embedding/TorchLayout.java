package org.virnucpro.common.embedding;

/** The dictionaries that VirNucPro saves with {@code torch.save}. */
public enum TorchLayout {
    /** {@code ids}: list of str; {@code data}: one tensor [rows, width]. Both embeddings of an open frame side by side. */
    MERGED("ids"),
    /** {@code proteins}: list of str; {@code data}: list of tensors [width]. */
    ESM2("proteins"),
    /** {@code nucleotide}: list of str; {@code data}: list of {label, mean_representation: list of float}. */
    DNABERT("nucleotide");

    private final String namesKey;

    TorchLayout(String namesKey) {
        this.namesKey = namesKey;
    }

    /** Key of the list of names. */
    String namesKey() {
        return namesKey;
    }
}
