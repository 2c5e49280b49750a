package org.virnucpro.common.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The program behind {@code --engine process}. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EngineOptions {

    /** Name of the engine that these options are for. */
    public static final String PROCESS = "process";

    @Option(
            names = "--engine-command",
            paramLabel = "CMD",
            description = "--engine process: program that embeds, with its arguments in one word, for example"
                    + " \"python3 examples/pytorch_engine.py\"; docs/engine-protocol.md says what it must do")
    private @Nullable String command;

    @Option(
            names = "--engine-timeout",
            paramLabel = "TIME",
            defaultValue = "5m",
            converter = DurationOption.class,
            description = "--engine process: a program that embeds one batch for longer is killed and started again;"
                    + " default: ${DEFAULT-VALUE}")
    private Duration answerLimit;

    @Option(
            names = "--engine-start-timeout",
            paramLabel = "TIME",
            defaultValue = "15m",
            converter = DurationOption.class,
            description = "--engine process: the same for loading the models; default: ${DEFAULT-VALUE}")
    private Duration startLimit;

    /**
     * The command line of the program.
     *
     * @throws CommandException when it is missing
     */
    public String command() {
        if (command == null || command.isBlank()) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--engine process needs --engine-command, for example"
                            + " --engine-command \"python3 examples/pytorch_engine.py\"");
        }
        return command;
    }

    public Duration answerLimit() {
        return answerLimit;
    }

    public Duration startLimit() {
        return startLimit;
    }

    /** The same options, for a worker that is started with them. */
    public List<String> arguments() {
        return new ArrayList<>(List.of(
                "--engine-command", command(),
                "--engine-timeout", answerLimit.toMillis() + "ms",
                "--engine-start-timeout", startLimit.toMillis() + "ms"));
    }
}
