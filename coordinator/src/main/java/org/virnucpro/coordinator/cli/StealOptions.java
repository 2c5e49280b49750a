package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.steal.StealSettings;
import picocli.CommandLine.Option;

/** How idle workers steal. */
final class StealOptions {

    @Option(
            names = "--work-stealing",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Idle workers take tasks from busy ones (on by default). The results are the same bytes.")
    private boolean workStealing;

    @Option(
            names = "--steal-interval",
            paramLabel = "TIME",
            defaultValue = "3s",
            converter = DurationOption.class,
            description = "How long an idle worker waits between tries. Default: ${DEFAULT-VALUE}.")
    private Duration stealInterval = Duration.ofSeconds(3);

    StealSettings settings() {
        return new StealSettings(workStealing, stealInterval, ImbalanceThreshold.DEFAULT);
    }
}
