package org.virnucpro.coordinator.replay;

/** A recording cannot be read, or is not one of a finished run; the message names file and line. */
public final class RecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    public RecordingException(String message) {
        super(message);
    }
}
