package org.virnucpro.coordinator.cli;

import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.coordinator.control.RunControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code virnucpro pause}: holds a run of a cluster. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives out no further task of a run; running tasks end. Other runs go on.",
            "`virnucpro continue` lets it go on, without loss."
        },
        footer = {"", "Examples:", "  virnucpro pause RUN --redis redis://head:6379"})
public final class PauseCommand implements Subcommand {

    @Mixin
    private RunChoice choice = new RunChoice();

    @Override
    public Integer call() {
        return choice.change(RunControl::pause, "running tasks end, no other is given out");
    }
}
