package org.virnucpro.common.models;

/** A model is missing, ambiguous or unreadable. The message names the path, what is expected and what to do. */
public final class ModelsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelsException(String message) {
        super(message);
    }

    public ModelsException(String message, Throwable cause) {
        super(message, cause);
    }
}
