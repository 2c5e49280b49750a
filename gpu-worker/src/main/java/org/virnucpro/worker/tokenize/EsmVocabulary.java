package org.virnucpro.worker.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file {@code vocab.txt} of an ESM-2 model, one token per line. */
public final class EsmVocabulary {
    private static final int MAX_BYTES = 1 << 16;

    private EsmVocabulary() {}

    /**
     * Checks that a file holds the alphabet of {@link EsmTokenizer}, which is the only one.
     *
     * @throws TokenizerException when it does not, or cannot be read; names the file
     */
    public static void check(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES || !Files.readAllLines(file).equals(EsmTokenizer.vocabulary())) {
                throw new TokenizerException(
                        file + ": is not the alphabet of ESM-2; fetch it again, or delete it: it is not needed");
            }
        } catch (IOException e) {
            throw new TokenizerException(file + ": cannot be read as the alphabet of ESM-2: " + e, e);
        }
    }
}
