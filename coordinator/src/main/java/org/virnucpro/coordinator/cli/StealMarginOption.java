package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.steal.StealMargin;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2s,5%}, {@code 2s} or {@code 5%}: what is not given is 0. */
final class StealMarginOption implements ITypeConverter<StealMargin> {

    @Override
    public StealMargin convert(String text) {
        Duration floor = Duration.ZERO;
        double share = 0;
        try {
            for (String part : text.split(",", 2)) {
                if (part.endsWith("%")) {
                    share = Double.parseDouble(part.substring(0, part.length() - 1)) / 100;
                } else {
                    floor = new DurationOption().convert(part);
                }
            }
            return new StealMargin(floor, share);
        } catch (IllegalArgumentException | TypeConversionException wrong) {
            throw new TypeConversionException("'" + text + "' is not a margin such as 2s,5%: " + wrong.getMessage());
        }
    }
}
