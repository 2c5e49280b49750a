package org.virnucpro.coordinator.cli;

import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.coordinator.control.RunControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code virnucpro continue}: ends a pause. */
@Command(
        name = "continue",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Gives out tasks of a run again that `virnucpro pause` holds. A run that is not held stays as it is.",
        footer = {"", "Examples:", "  virnucpro continue RUN --redis redis://head:6379"})
public final class ContinueCommand implements Subcommand {

    @Mixin
    private RunChoice choice = new RunChoice();

    @Override
    public Integer call() {
        return choice.change(RunControl::proceed, "its tasks are given out");
    }
}
