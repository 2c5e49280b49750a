package org.virnucpro.worker.cli;

import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.EngineOptions;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.worker.engine.process.CommandWords;
import org.virnucpro.worker.engine.process.EngineProgram;

/** From options to the program behind {@code --engine process}. */
final class EngineProgramOption {

    private EngineProgramOption() {}

    /**
     * @param gpu UUID of the one GPU for it, or null for all
     * @throws CommandException when the command is missing or malformed
     */
    static EngineProgram program(EngineOptions options, @Nullable String gpu) {
        try {
            return new EngineProgram(
                    CommandWords.of(options.command()), gpu, options.startLimit(), options.answerLimit());
        } catch (IllegalArgumentException malformed) {
            throw new CommandException(ExitCodes.USAGE, malformed.getMessage(), malformed);
        }
    }
}
