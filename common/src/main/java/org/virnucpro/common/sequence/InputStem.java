package org.virnucpro.common.sequence;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The name that the outputs of an input start with. */
public final class InputStem {
    /** How the command line names standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final List<String> COMPRESSION_SUFFIXES = List.of(".gz", ".bgz", ".bz2", ".xz", ".zst", ".zstd");

    private InputStem() {}

    /**
     * The file name without a compression suffix and without its last extension: {@code x} for {@code dir/x.fa.gz},
     * {@code stdin} for {@code -}. A leading dot starts no extension.
     */
    public static String of(String input) {
        if (input.equals(STANDARD_INPUT)) {
            return "stdin";
        }
        Path fileName = Path.of(input).getFileName();
        if (fileName == null) {
            throw new IllegalArgumentException(input + " has no file name");
        }
        return withoutExtension(withoutCompressionSuffix(fileName.toString()));
    }

    private static String withoutCompressionSuffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String suffix : COMPRESSION_SUFFIXES) {
            if (lower.endsWith(suffix) && name.length() > suffix.length()) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }

    private static String withoutExtension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
