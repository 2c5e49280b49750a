package org.virnucpro.coordinator.cli;

import java.time.Duration;
import java.util.stream.IntStream;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.TaskId;
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

    private static final Duration RETENTION = Duration.ofDays(7);

    @Mixin
    private RunChoice choice = new RunChoice();

    @Override
    public Integer call() {
        return choice.change(CancelCommand::cancel, "no result is written");
    }

    /** All of it without a coordinator, since none need be running. */
    private static RunState cancel(ClusterRegistry registry, RunSummary run) {
        SharedWorkQueues queues = registry.queues(run.run());
        RunState state = queues.changeState(RunState.CANCELLED);
        if (state == RunState.CANCELLED) {
            long tasks = queues.observe().counts().planned();
            queues.cancel(IntStream.range(0, Math.toIntExact(tasks))
                    .mapToObj(TaskId::new)
                    .toList());
            registry.finish(run.run(), RunState.CANCELLED, "given up by `virnucpro cancel`", RETENTION);
        }
        return state;
    }
}
