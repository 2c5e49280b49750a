package org.virnucpro.common.part;

/** A part cannot be written on this machine: no folder, no right, no space. Another machine may well manage. */
public final class PartWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
