package org.virnucpro.common.device;

/** Another worker has the graphics card; it may be free later. */
public final class GpuInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GpuInUseException(String message) {
        super(message);
    }
}
