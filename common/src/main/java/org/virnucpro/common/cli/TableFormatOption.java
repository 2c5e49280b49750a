package org.virnucpro.common.cli;

import java.util.Arrays;
import org.virnucpro.common.table.TableFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code vanilla} or {@code broad}. */
public final class TableFormatOption implements ITypeConverter<TableFormat> {

    @Override
    public TableFormat convert(String word) {
        return Arrays.stream(TableFormat.values())
                .filter(format -> format.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is neither vanilla nor broad"));
    }
}
