package org.virnucpro.common.queue;

/** The broker did not answer, or not in words that this version knows. Whether the call had an effect is unknown. */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }

    public BrokerException(String message) {
        super(message);
    }
}
