package org.virnucpro.worker.weights.pickle;

/** A pickle is damaged or refused. The message says where or what; the caller adds the file. */
public final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PickleException(String message) {
        super(message);
    }

    public PickleException(String message, Throwable cause) {
        super(message, cause);
    }
}
