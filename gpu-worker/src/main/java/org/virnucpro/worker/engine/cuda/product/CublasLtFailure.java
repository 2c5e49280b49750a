package org.virnucpro.worker.engine.cuda.product;

import org.virnucpro.worker.engine.EngineLostException;

/** Makes failures of cublasLt into losses of the engine: after one there is no saying what the GPU has computed. */
final class CublasLtFailure {

    private CublasLtFailure() {}

    static EngineLostException of(int status, String operation) {
        return new EngineLostException(operation + " failed: " + name(status) + " (" + status + ")");
    }

    private static String name(int status) {
        return switch (status) {
            case 1 -> "CUBLAS_STATUS_NOT_INITIALIZED";
            case 3 -> "CUBLAS_STATUS_ALLOC_FAILED";
            case 7 -> "CUBLAS_STATUS_INVALID_VALUE";
            case 8 -> "CUBLAS_STATUS_ARCH_MISMATCH";
            case 13 -> "CUBLAS_STATUS_EXECUTION_FAILED";
            case 14 -> "CUBLAS_STATUS_INTERNAL_ERROR";
            case 15 -> "CUBLAS_STATUS_NOT_SUPPORTED";
            default -> "an unknown status";
        };
    }
}
