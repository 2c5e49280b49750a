package org.virnucpro.common.npy;

/** A {@code .npy} file cannot be read. The message names the file, what is wrong and what is expected. */
public final class NpyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NpyException(String message) {
        super(message);
    }

    public NpyException(String message, Throwable cause) {
        super(message, cause);
    }
}
