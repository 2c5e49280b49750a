package org.virnucpro.coordinator.control;

/** A wish that cannot be fulfilled; nothing was changed. The message says why and what to do. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Kinds of reasons. */
    public enum Reason {
        /** What was named does not exist. */
        UNKNOWN,
        /** What was asked for makes no sense. */
        WRONG,
        /** Not in the state that it is in, which will stay. */
        CONFLICT,
        /** Not now: try again. */
        LATER
    }

    private final Reason reason;

    public RefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
