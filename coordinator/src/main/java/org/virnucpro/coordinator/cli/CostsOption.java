package org.virnucpro.coordinator.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.task.Task;
import org.virnucpro.coordinator.simulate.CostsFile;
import picocli.CommandLine.TypeConversionException;

/**
 * Makes the costs of a simulation from {@code lognormal:COUNT:MEAN:SIGMA}, {@code uniform:COUNT:FROM:TO}, {@code
 * equal:COUNT:TIME} or {@code file:PATH} (seconds, one per line).
 */
final class CostsOption {

    private static final int MOST = 10_000_000;

    private CostsOption() {}

    /**
     * Milliseconds per file.
     *
     * @throws CommandException when the text has none of these forms, or the file cannot be used
     */
    static long[] costs(String text, long seed) {
        try {
            if (text.startsWith("file:")) {
                return CostsFile.read(Path.of(text.substring("file:".length())));
            }
            return drawn(text.split(":", -1), new SplittableRandom(seed));
        } catch (CostsFile.Unusable unusable) {
            throw new CommandException(ExitCodes.NO_INPUT, unusable.getMessage(), unusable);
        } catch (IllegalArgumentException
                | ArithmeticException
                | ArrayIndexOutOfBoundsException
                | TypeConversionException wrong) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--tasks " + text
                            + ": write lognormal:32:5m:1 (count, mean, sigma), uniform:32:1m:9m, equal:32:5m or"
                            + " file:PATH with seconds, one per line",
                    wrong);
        }
    }

    private static long[] drawn(String[] parts, SplittableRandom random) {
        int count = Integer.parseInt(parts[1]);
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException(count + " tasks");
        }
        long[] costs = new long[count];
        double first = (double) new DurationOption().convert(parts[2]).toMillis();
        switch (parts[0]) {
            case "lognormal" -> {
                double sigma = sigma(parts[3]);
                double mu = Math.log(first) - sigma * sigma / 2;
                Arrays.setAll(costs, task -> Math.round(Math.exp(mu + sigma * random.nextGaussian())));
            }
            case "uniform" -> {
                double last = (double) new DurationOption().convert(parts[3]).toMillis();
                if (last < first) {
                    throw new IllegalArgumentException("from " + first + " to " + last);
                }
                Arrays.setAll(costs, task -> Math.round(first + (last - first) * random.nextDouble()));
            }
            case "equal" -> Arrays.fill(costs, Math.round(first));
            default -> throw new IllegalArgumentException(parts[0]);
        }
        if (Arrays.stream(costs).anyMatch(cost -> cost < 0 || cost > Task.MAXIMAL_COST_MILLIS)) {
            throw new IllegalArgumentException("a task of more than thirty years");
        }
        return costs;
    }

    private static double sigma(String text) {
        double sigma = Double.parseDouble(text);
        if (!(sigma >= 0 && sigma <= 10)) {
            throw new IllegalArgumentException("sigma " + text);
        }
        return sigma;
    }
}
