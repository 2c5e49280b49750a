package org.virnucpro.common.embedding;

import java.util.Locale;

/** The form in which embeddings are written. */
public enum EmbeddingFormat {
    /** Not at all. */
    NONE,
    /** HDF5 as Broad's fork of VirNucPro has it: {@code embeddings} and {@code sequence_ids}. */
    HDF5,
    /** NumPy: the rows alone. */
    NPY,
    /** PyTorch: the dictionaries that VirNucPro saves. */
    PT;

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
