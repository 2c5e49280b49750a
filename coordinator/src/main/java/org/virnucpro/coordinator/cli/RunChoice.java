package org.virnucpro.coordinator.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.coordinator.control.RefusedException;
import org.virnucpro.coordinator.control.RunControl;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One run of a cluster, for commands that change it. */
final class RunChoice {

    /** What a command does to the run of this name. Returns the state afterwards. */
    @FunctionalInterface
    interface Change {
        RunState apply(RunControl control, String run);
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
            RunState state = change.apply(new RunControl(connection.registry()), run);
            if (json) {
                JsonOutput.writer(command)
                        .println(JsonOutput.line(Map.of("run", run, "state", RunControl.word(state))));
            } else {
                JsonOutput.writer(command).println("run " + run + " is " + RunControl.word(state) + ": " + done);
            }
            JsonOutput.writer(command).flush();
            return ExitCodes.OK;
        } catch (RefusedException refused) {
            throw refusal(refused);
        } catch (BrokerException silent) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silent.getMessage()), silent);
        }
    }

    /** With the exit code of its reason. */
    static CommandException refusal(RefusedException refused) {
        return new CommandException(
                refused.reason() == RefusedException.Reason.LATER ? ExitCodes.TEMPORARY : ExitCodes.USAGE,
                refused.getMessage(),
                refused);
    }
}
