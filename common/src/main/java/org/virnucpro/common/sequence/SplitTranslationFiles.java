package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Open frames spread over files: folder {@code <stem>_nucleotide} and folder {@code <stem>_protein}. Not thread-safe. */
final class SplitTranslationFiles implements Closeable {
    private final SplitFastaWriter nucleotide;
    private final SplitFastaWriter protein;

    private SplitTranslationFiles(SplitFastaWriter nucleotide, SplitFastaWriter protein) {
        this.nucleotide = nucleotide;
        this.protein = protein;
    }

    static SplitTranslationFiles create(Path folder, String stem, int sequencesPerFile) throws IOException {
        return new SplitTranslationFiles(
                SplitFastaWriter.create(folder.resolve(stem + "_nucleotide"), sequencesPerFile),
                SplitFastaWriter.create(folder.resolve(stem + "_protein"), sequencesPerFile));
    }

    void write(OpenFrame frame) throws IOException {
        nucleotide.write(frame.id(), frame.nucleotides());
        protein.write(frame.id(), frame.protein());
    }

    void commit() throws IOException {
        nucleotide.commit();
        protein.commit();
    }

    @Override
    public void close() throws IOException {
        try (nucleotide;
                protein) {
            // Closing is all.
        }
    }
}
