package org.virnucpro.coordinator.cli;

import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import picocli.CommandLine.Mixin;
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
            names = "--steal-policy",
            paramLabel = "adaptive|threshold",
            defaultValue = "adaptive",
            converter = PolicyOption.Converter.class,
            description = "adaptive: only what ends the run sooner, by predicted costs and measured speeds; threshold:"
                    + " when queues are unequal. Default: ${DEFAULT-VALUE}.")
    private PolicyOption policy = PolicyOption.ADAPTIVE;

    @Mixin
    private StealRuleOptions rule = new StealRuleOptions();

    /** The settings, with this margin when none was asked for. */
    StealSettings settings(StealMargin usual) {
        StealSettings settings = rule.over(policy.apply(StealSettings.ON.withMargin(usual)));
        return workStealing ? settings : settings.withEnabled(false);
    }
}
