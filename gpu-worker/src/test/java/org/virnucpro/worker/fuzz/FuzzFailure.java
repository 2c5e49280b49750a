package org.virnucpro.worker.fuzz;

/** A reader did with an input what it must not do. */
final class FuzzFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FuzzFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
