package org.virnucpro.worker.loop;

/** This worker cannot go on; the message says why and what to do. */
public final class WorkerFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with this worker. */
    public enum Fault {
        /** Results cannot be written here. */
        OUTPUT,
        /** Memory or device is exhausted or gone; a new start may help. */
        RESOURCES,
        /** Another process works under this name. */
        NAME_TAKEN
    }

    private final Fault fault;

    public WorkerFaultException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public WorkerFaultException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
