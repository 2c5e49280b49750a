package org.virnucpro.coordinator.cli;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run of a cluster, for commands that change it. */
final class RunChoice {

    /** What a command does to the run. Returns the state afterwards. */
    @FunctionalInterface
    interface Change {
        RunState apply(ClusterRegistry registry, RunSummary run);
    }

    @Parameters(paramLabel = "RUN", description = "Name of the run; `virnucpro status` lists them.")
    private String run = "";

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * Changes the run and says how it is now.
     *
     * @param done what has happened, in words
     * @throws CommandException when the broker does not know it, or it is over already
     */
    int change(Change change, String done) {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            RunSummary summary = find(registry);
            if (summary.state().isFinal()) {
                throw new CommandException(
                        ExitCodes.USAGE, "run " + run + " is " + word(summary.state()) + " already; it stays so");
            }
            RunState state = change.apply(registry, summary);
            registry.nudge();
            if (json) {
                JsonOutput.writer(command).println(JsonOutput.line(Map.of("run", run, "state", word(state))));
            } else {
                JsonOutput.writer(command).println("run " + run + " is " + word(state) + ": " + done);
            }
            JsonOutput.writer(command).flush();
            return ExitCodes.OK;
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    private RunSummary find(ClusterRegistry registry) {
        RunId id;
        try {
            id = new RunId(run);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        }
        return registry.run(id)
                .orElseThrow(() -> new CommandException(ExitCodes.USAGE, "the broker knows no run '" + run + "'"));
    }

    static String word(RunState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
