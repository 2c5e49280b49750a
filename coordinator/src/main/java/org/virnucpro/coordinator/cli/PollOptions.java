package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import picocli.CommandLine.Option;

/** How often the coordinator looks at the queues, and when it calls a worker stalled. */
final class PollOptions {

    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @Option(
            names = "--poll-interval",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationOption.class,
            description = "How often the queues are polled, 2s to 5s. Default: ${DEFAULT-VALUE}.")
    private Duration pollInterval = Duration.ofSeconds(3);

    @Option(
            names = "--stall-after",
            paramLabel = "TIME",
            defaultValue = "300s",
            converter = DurationOption.class,
            description = "A live worker with queued tasks that finishes none for this long is reported as stalled."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration stallAfter = Duration.ofMinutes(5);

    Duration stallAfter() {
        if (stallAfter.isZero()) {
            throw new CommandException(ExitCodes.USAGE, "--stall-after: a time longer than 0");
        }
        return stallAfter;
    }

    Duration interval() {
        if (pollInterval.compareTo(SHORTEST) < 0 || pollInterval.compareTo(LONGEST) > 0) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--poll-interval " + pollInterval.toMillis() / 1000.0 + "s: the queues are polled every 2s to 5s");
        }
        return pollInterval;
    }
}
