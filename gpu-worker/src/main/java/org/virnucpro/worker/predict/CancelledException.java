package org.virnucpro.worker.predict;

/** A task was left because it was told to stop. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("stopped");
    }
}
