package org.virnucpro.worker.nvml;

/** The management library is absent, or refused a call. */
public final class NvmlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NvmlException(String message) {
        super(message);
    }

    NvmlException(String message, Throwable cause) {
        super(message, cause);
    }
}
