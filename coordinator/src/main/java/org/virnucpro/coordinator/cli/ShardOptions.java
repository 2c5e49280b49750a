package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.virnucpro.common.task.ShardLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How large a shard may be. */
final class ShardOptions {

    @Option(
            names = "--max-shard-seconds",
            paramLabel = "S",
            defaultValue = "0.06",
            description =
                    "Inputs, and single long records, are cut into shards of at most so many predicted seconds on a"
                            + " worker of speed 1, or --max-shard-share if that is more. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--max-shard-share",
            paramLabel = "P%",
            defaultValue = "3%",
            converter = Percent.class,
            description = "Shards may also take this share of the projected makespan; 0%% leaves it to"
                    + " --max-shard-seconds alone. Default: ${DEFAULT-VALUE}.")
    private double share;

    /** @throws IllegalArgumentException when the numbers make no sense; says which */
    ShardLimit limit() {
        if (!(seconds >= 0.001 && seconds <= 1e6)) {
            throw new IllegalArgumentException("--max-shard-seconds " + seconds + ": 0.001 to 1000000");
        }
        return new ShardLimit(Duration.ofNanos(Math.round(seconds * 1e9)), share);
    }

    /** Reads {@code 3} or {@code 3%} as 0.03. */
    static final class Percent implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
            try {
                double percent = Double.parseDouble(number);
                if (percent >= 0 && percent <= 100) {
                    return percent / 100;
                }
            } catch (NumberFormatException unreadable) {
                throw wrong(text);
            }
            throw wrong(text);
        }

        private static TypeConversionException wrong(String text) {
            return new TypeConversionException("'" + text + "' is not a share of 0% to 100%");
        }
    }
}
