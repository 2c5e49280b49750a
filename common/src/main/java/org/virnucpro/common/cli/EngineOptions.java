package org.virnucpro.common.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What only some engines need to know: the program behind {@code --engine process}, how {@code --engine cuda} computes. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class EngineOptions {

    /** Name of the engine that is a program of the user's. */
    public static final String PROCESS = "process";

    /** Name of the engine for NVIDIA GPUs. */
    public static final String CUDA = "cuda";

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

    @Option(
            names = "--precision",
            paramLabel = "fp16|bf16|fp32",
            defaultValue = "fp16",
            description =
                    "--engine cuda: type of weights and matrix products; sums are float32 in each; fp32 is slow and"
                            + " for checking; default: ${DEFAULT-VALUE}")
    private String precision;

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

    /** Type of weights and matrix products, as it was given. */
    public String precision() {
        return precision;
    }

    /** The options of an engine, for a worker that is started with them. */
    public List<String> arguments(String engine) {
        return switch (engine) {
            case PROCESS -> programArguments();
            case CUDA -> List.of("--precision", precision);
            default -> List.of();
        };
    }

    private List<String> programArguments() {
        return new ArrayList<>(List.of(
                "--engine-command", command(),
                "--engine-timeout", answerLimit.toMillis() + "ms",
                "--engine-start-timeout", startLimit.toMillis() + "ms"));
    }
}
