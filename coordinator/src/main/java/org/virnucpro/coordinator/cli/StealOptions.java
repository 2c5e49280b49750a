package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.steal.StealMargin;
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

    @Option(
            names = "--steal-policy",
            paramLabel = "adaptive|threshold",
            defaultValue = "adaptive",
            converter = PolicyOption.Converter.class,
            description =
                    "adaptive: only what ends the run sooner, by predicted costs and measured speeds; threshold: when"
                            + " queues are unequal (longest >= 3 and > 2 x shortest or >= 3 longer). Default: ${DEFAULT-VALUE}.")
    private PolicyOption policy = PolicyOption.ADAPTIVE;

    @Option(
            names = "--victim",
            paramLabel = "round-robin|random",
            defaultValue = "round-robin",
            description = "Whom the threshold policy tries first. Default: ${DEFAULT-VALUE}.")
    private String victim = "round-robin";

    @Option(
            names = "--steal-margin",
            paramLabel = "TIME,PERCENT",
            converter = StealMarginOption.class,
            description =
                    "How much sooner than its victim the adaptive thief must be done: the larger of a time and a share"
                            + " of what the victim has left. Default: 2s,5%% on a cluster, 100ms,5%% on one machine.")
    private @Nullable StealMargin margin;

    /** The settings, with this margin when none was asked for. */
    StealSettings settings(StealMargin usual) {
        if (!victim.equals("round-robin") && !victim.equals("random")) {
            throw new CommandException(ExitCodes.USAGE, "--victim is round-robin or random, not '" + victim + "'");
        }
        StealSettings settings = policy.apply(StealSettings.ON)
                .withInterval(stealInterval)
                .withMargin(margin == null ? usual : margin)
                .withVictims(
                        victim.equals("random") ? StealSettings.Victims.RANDOM : StealSettings.Victims.ROUND_ROBIN);
        return workStealing ? settings : settings.withEnabled(false);
    }
}
