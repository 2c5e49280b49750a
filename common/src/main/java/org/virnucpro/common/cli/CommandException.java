package org.virnucpro.common.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with a message for a person and an exit code of {@link ExitCodes}; no stack trace is printed. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandException(int exitCode, @Nullable String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandException(int exitCode, @Nullable String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
