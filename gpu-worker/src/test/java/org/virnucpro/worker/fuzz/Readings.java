package org.virnucpro.worker.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.sequence.ByteRange;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.worker.npy.NpyReader;
import org.virnucpro.worker.tokenize.BpeTokenizer;
import org.virnucpro.worker.tokenize.EsmVocabulary;
import org.virnucpro.worker.weights.Checkpoints;
import org.virnucpro.worker.weights.FeatureFiles;
import org.virnucpro.worker.weights.TensorSource;
import org.virnucpro.worker.weights.WeightsException;

/** What the program does with a file of each kind, to its end. */
final class Readings {
    private static final OpenFrameFinder FRAMES = new OpenFrameFinder(300);

    private Readings() {}

    /** All records; one of them a second time, by its byte range, as a worker reads it. */
    static void fasta(Path file) throws IOException {
        FastaEntry last = null;
        try (FastaReader reader = FastaReader.open(file)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof FastaRecord record) {
                    FRAMES.count(record);
                }
                last = entry;
            }
        }
        if (last != null) {
            try (FastaReader reader = FastaReader.open(file, new ByteRange(last.offset(), last.end(), last.line()))) {
                FastaEntry again = reader.next();
                if (!last.equals(again)) {
                    throw new IllegalStateException("by its range the last record is another one");
                }
            }
        }
    }

    /** Every tensor of a checkpoint; one that is refused does not spare the others. */
    static void checkpoint(Path file) {
        WeightsException refused = null;
        try (TensorSource source = Checkpoints.open(file)) {
            for (String name : source.names()) {
                try {
                    source.outline(name);
                    source.read(name);
                } catch (WeightsException bad) {
                    refused = bad;
                }
            }
        }
        if (refused != null) {
            throw refused;
        }
    }

    static void npy(Path file) {
        NpyReader.readAll(file);
    }

    /** As a file of features, then as a checkpoint, unless it was one of features. */
    static void pickle(Path file) {
        try {
            FeatureFiles.read(file);
        } catch (WeightsException noFeatures) {
            checkpoint(file);
        }
    }

    static void tokenizer(Path file) throws IOException {
        if (Files.size(file) < 1000) {
            EsmVocabulary.check(file);
        } else {
            BpeTokenizer.read(file).encode("ACGTNacgt[MASK]ACGGGTTTACGACGACGTTT \u00e9\ud83e\uddec");
        }
    }
}
