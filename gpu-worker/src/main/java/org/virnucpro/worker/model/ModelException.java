package org.virnucpro.worker.model;

/** A model cannot be used: a file is missing, damaged, or does not fit the others. Names the file and what is wrong. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
