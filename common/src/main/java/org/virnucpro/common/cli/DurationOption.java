package org.virnucpro.common.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 3s}, {@code 1.5s}, {@code 2m}, {@code 1h}, {@code 7d}. */
public final class DurationOption implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        String value = text.trim().toLowerCase(Locale.ROOT);
        try {
            if (value.endsWith("ms")) {
                return Duration.ofMillis(Long.parseUnsignedLong(value.substring(0, value.length() - 2)));
            }
            Duration duration = Duration.parse((value.endsWith("d") ? "P" : "PT") + value);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException | NumberFormatException malformed) {
            // Reported below, like a negative one.
        }
        throw new TypeConversionException("'" + text + "' is not a time; write it like 500ms, 3s, 2m, 1h or 7d");
    }
}
