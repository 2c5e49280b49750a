package org.virnucpro.worker.hub;

/** A download cannot be done. The message names the address and says what to do. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    private HubException(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** What another try would not change: no such model, wrong content. */
    public static HubException lasting(String message) {
        return new HubException(message, false);
    }

    /** What another try may change: the connection broke. */
    public static HubException passing(String message) {
        return new HubException(message, true);
    }

    /** Whether another try may succeed. */
    public boolean isPassing() {
        return passing;
    }
}
