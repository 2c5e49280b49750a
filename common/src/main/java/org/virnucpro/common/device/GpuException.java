package org.virnucpro.common.device;

/** Graphics cards cannot be listed, or not be used as asked for; says what to do. */
public final class GpuException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GpuException(String message) {
        super(message);
    }

    public GpuException(String message, Throwable cause) {
        super(message, cause);
    }
}
