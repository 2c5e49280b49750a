package org.virnucpro.coordinator.plan;

/** An input cannot be read. The message names the file; the cause says why. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
