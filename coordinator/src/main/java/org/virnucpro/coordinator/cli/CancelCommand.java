package org.virnucpro.coordinator.cli;

import org.virnucpro.common.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code virnucpro cancel}: gives a run up. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Gives a run up: nothing of it is given out any more, running tasks stop, nothing is published, and whoever"
                    + " waits for it is told.",
            "What its output folder held before stays there. It cannot be taken back."
        },
        footer = {"", "Examples:", "  virnucpro cancel RUN --redis redis://head:6379"})
public final class CancelCommand implements Subcommand {

    @Mixin
    private RunChoice choice = new RunChoice();

    @Override
    public Integer call() {
        return choice.change(
                (control, run) -> control.cancel(run, "given up by `virnucpro cancel`"), "no result is written");
    }
}
