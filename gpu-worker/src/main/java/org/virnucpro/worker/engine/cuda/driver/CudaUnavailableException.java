package org.virnucpro.worker.engine.cuda.driver;

/** There is no usable NVIDIA driver here. The message says what is missing and what to do. */
public final class CudaUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CudaUnavailableException(String message) {
        super(message);
    }

    public CudaUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
