package org.virnucpro.worker.engine;

/**
 * An engine or its device is gone for this process: what works elsewhere fails here again and again. The worker should end
 * and may be started anew. The message says what happened last.
 */
public final class EngineLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineLostException(String message) {
        super(message);
    }

    public EngineLostException(String message, Throwable cause) {
        super(message, cause);
    }
}
