package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.steal.StealSettings.Victims;
import picocli.CommandLine.Option;

/** The numbers of both policies, the same for every command that runs, rehearses, simulates or replays a run. */
final class StealRuleOptions {

    @Option(
            names = "--steal-interval",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "How long an idle worker waits between tries. Default: 3s; bench balance: 100ms.")
    private @Nullable Duration interval;

    @Option(
            names = "--steal-margin",
            paramLabel = "TIME,PERCENT",
            converter = StealMarginOption.class,
            description =
                    "How much sooner than its victim the adaptive thief must be done: the larger of a time and a share"
                            + " of what the victim has left. Default: 2s,5%%; 100ms,5%% where all is on one machine.")
    private @Nullable StealMargin margin;

    @Option(
            names = "--steal-threshold",
            paramLabel = "DEPTH,FACTOR,DIFFERENCE",
            converter = StealThresholdOption.class,
            description =
                    "When the threshold policy may steal: the longest queue has DEPTH tasks or more, and it is more"
                            + " than FACTOR times the shortest or DIFFERENCE or more longer. Default: 3,2,3.")
    private @Nullable ImbalanceThreshold threshold;

    @Option(
            names = "--victim",
            paramLabel = "round-robin|random",
            description = "Whom the threshold policy tries first. Default: round-robin.")
    private @Nullable String victim;

    /** These settings, with what the command line says instead. */
    StealSettings over(StealSettings usual) {
        return new StealSettings(
                usual.enabled(),
                interval == null ? usual.interval() : interval,
                usual.rule(),
                threshold == null ? usual.threshold() : threshold,
                victim == null ? usual.victims() : victims(victim),
                margin == null ? usual.margin() : margin);
    }

    private static Victims victims(String word) {
        return switch (word) {
            case "round-robin" -> Victims.ROUND_ROBIN;
            case "random" -> Victims.RANDOM;
            default ->
                throw new CommandException(ExitCodes.USAGE, "--victim is round-robin or random, not '" + word + "'");
        };
    }
}
