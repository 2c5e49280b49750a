package org.virnucpro.worker.engine.cuda.driver;

import java.util.Set;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** A call of the CUDA driver failed. The message names the call, the error and its number. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Errors that leave the device usable: everything else is an end of this process's context. */
    private static final Set<Integer> PASSING = Set.of(
            CUresult.CUDA_ERROR_INVALID_VALUE,
            CUresult.CUDA_ERROR_OUT_OF_MEMORY,
            CUresult.CUDA_ERROR_INVALID_IMAGE,
            CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
            CUresult.CUDA_ERROR_INVALID_PTX,
            CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
            CUresult.CUDA_ERROR_NOT_FOUND);

    private final int code;

    private CudaException(int code, String message) {
        super(message);
        this.code = code;
    }

    /**
     * Does nothing when {@code code} is success.
     *
     * @param operation what was tried, with sizes where they matter
     */
    static void check(int code, String operation) {
        if (code != CUresult.CUDA_SUCCESS) {
            throw of(code, operation);
        }
    }

    /** The failure that {@code code} of the driver means. */
    public static CudaException of(int code, String operation) {
        String[] words = new String[1];
        JCudaDriver.cuGetErrorString(code, words);
        return new CudaException(
                code,
                operation + ": " + CUresult.stringFor(code) + " (" + code
                        + (words[0] == null ? ")" : "), " + words[0]));
    }

    /** The driver's number of the error. */
    public int code() {
        return code;
    }

    public boolean isOutOfMemory() {
        return code == CUresult.CUDA_ERROR_OUT_OF_MEMORY;
    }

    /** Whether every later call of this process would fail, too, so that only a new process helps. */
    public boolean isSticky() {
        return !PASSING.contains(code);
    }
}
