package org.virnucpro.coordinator.run;

import org.jspecify.annotations.Nullable;

/** A run cannot go on. The message says why and what to do; the exit code is one of ExitCodes. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public RunFailedException(int exitCode, @Nullable String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public RunFailedException(int exitCode, @Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
