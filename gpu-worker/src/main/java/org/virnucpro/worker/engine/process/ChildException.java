package org.virnucpro.worker.engine.process;

/** The engine program did not do what it was asked for. */
final class ChildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is, as far as that can be told. */
    enum Fault {
        /** The program or its settings: a new start would end the same way. */
        SETUP,
        /** The program died, hung or broke the protocol; it is of no use any more. */
        PROGRAM,
        /** The program goes on, but this batch failed. */
        BATCH,
        /** The program goes on and says that one sequence cannot be embedded. */
        SEQUENCE
    }

    private final Fault fault;

    ChildException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    ChildException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
