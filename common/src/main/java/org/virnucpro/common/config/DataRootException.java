package org.virnucpro.common.config;

/** A data root is wrong, or a path lies outside of it. The message names both. */
public final class DataRootException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataRootException(String message) {
        super(message);
    }

    public DataRootException(String message, Throwable cause) {
        super(message, cause);
    }
}
