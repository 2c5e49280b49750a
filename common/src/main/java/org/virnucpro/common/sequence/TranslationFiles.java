package org.virnucpro.common.sequence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.file.AtomicFile;

/**
 * The files that VirNucPro leaves of chunking and translation, byte for byte: three, and on request the open frames spread
 * over files once more. The three appear together when {@link #commit} is called; without it no file is left. Not
 * thread-safe.
 */
public final class TranslationFiles implements Closeable {
    private final AtomicFile chunked;
    private final AtomicFile nucleotide;
    private final AtomicFile protein;
    private final FastaWriter chunkedWriter;
    private final FastaWriter nucleotideWriter;
    private final FastaWriter proteinWriter;
    private final @Nullable SplitTranslationFiles split;

    private TranslationFiles(
            AtomicFile chunked, AtomicFile nucleotide, AtomicFile protein, @Nullable SplitTranslationFiles split) {
        this.chunked = chunked;
        this.nucleotide = nucleotide;
        this.protein = protein;
        this.chunkedWriter = new FastaWriter(chunked.stream());
        this.nucleotideWriter = new FastaWriter(nucleotide.stream());
        this.proteinWriter = new FastaWriter(protein.stream());
        this.split = split;
    }

    /** Opens {@code <stem>_chunked<chunkSize>.fa} and the two {@code <stem>_identified} files in an existing folder. */
    public static TranslationFiles create(Path folder, String stem, int chunkSize) throws IOException {
        return create(folder, stem, chunkSize, null);
    }

    /**
     * Opens the same files, and the folders {@code <stem>_nucleotide} and {@code <stem>_protein} for files {@code
     * output_1.fa}, ... of {@code sequencesPerFile} open frames each. Such files of an earlier run are removed.
     */
    public static TranslationFiles createWithSplit(Path folder, String stem, int chunkSize, int sequencesPerFile)
            throws IOException {
        SplitTranslationFiles split = SplitTranslationFiles.create(folder, stem, sequencesPerFile);
        return create(folder, stem, chunkSize, split);
    }

    private static TranslationFiles create(
            Path folder, String stem, int chunkSize, @Nullable SplitTranslationFiles split) throws IOException {
        AtomicFile chunked = AtomicFile.create(folder.resolve(stem + "_chunked" + chunkSize + ".fa"));
        try {
            AtomicFile nucleotide = AtomicFile.create(folder.resolve(stem + "_identified_nucleotide.fa"));
            try {
                AtomicFile protein = AtomicFile.create(folder.resolve(stem + "_identified_protein.faa"));
                return new TranslationFiles(chunked, nucleotide, protein, split);
            } catch (IOException e) {
                nucleotide.close();
                throw e;
            }
        } catch (IOException e) {
            chunked.close();
            throw e;
        }
    }

    public void write(Chunk chunk) throws IOException {
        chunkedWriter.writeWrapped(chunk.id(), chunk.bases());
    }

    public void write(OpenFrame frame) throws IOException {
        nucleotideWriter.writeLine(frame.id(), frame.nucleotides());
        proteinWriter.writeLine(frame.id(), frame.protein());
        if (split != null) {
            split.write(frame);
        }
    }

    /** Publishes the files. */
    public void commit() throws IOException {
        if (split != null) {
            split.commit();
        }
        chunked.commit();
        nucleotide.commit();
        protein.commit();
    }

    /** Drops what was not committed. */
    @Override
    public void close() throws IOException {
        try (chunked;
                nucleotide;
                protein;
                split) {
            // Closing is all.
        }
    }
}
