package org.virnucpro.worker.weights;

/** A weights file is missing something, damaged, or refused. The message names the file and what to do. */
public final class WeightsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WeightsException(String message) {
        super(message);
    }

    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }
}
