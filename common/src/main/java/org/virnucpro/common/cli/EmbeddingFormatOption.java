package org.virnucpro.common.cli;

import java.util.Arrays;
import org.virnucpro.common.embedding.EmbeddingFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code hdf5}, {@code npy}, {@code pt} or {@code none}. */
public final class EmbeddingFormatOption implements ITypeConverter<EmbeddingFormat> {

    @Override
    public EmbeddingFormat convert(String word) {
        return Arrays.stream(EmbeddingFormat.values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is not one of hdf5, npy, pt, none"));
    }
}
