package org.virnucpro.common.part;

/** A part is not what it should be: truncated, altered, of another task, or with too few rows. The message names the file. */
public final class PartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartException(String message) {
        super(message);
    }

    public PartException(String message, Throwable cause) {
        super(message, cause);
    }
}
