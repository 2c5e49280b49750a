package org.virnucpro.worker.predict;

/** A shard cannot be computed; the message says what to look at. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TaskException(String message) {
        super(message);
    }
}
