package org.virnucpro.coordinator.cli;

import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.RunState;
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
        return choice.change(PauseCommand::pause, "running tasks end, no other is given out");
    }

    private static RunState pause(ClusterRegistry registry, RunSummary run) {
        RunState state = registry.queues(run.run()).changeState(RunState.PAUSED);
        if (state == RunState.PLANNING) {
            throw new CommandException(
                    ExitCodes.TEMPORARY, "run " + run.run() + " is still being planned; pause it when it has tasks");
        }
        return state;
    }
}
