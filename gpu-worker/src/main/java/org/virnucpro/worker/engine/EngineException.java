package org.virnucpro.worker.engine;

/** An engine could not compute a batch. The message says why and, when known, for which sequence. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
