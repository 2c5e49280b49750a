package org.virnucpro.worker.engine.cuda.product;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;

/**
 * The functions of cublasLt that are used, as in cublasLt.h of CUDA 11 to 13, where they are the same. Handles and device
 * addresses are numbers; every int result is a cublasStatus_t, 0 for success.
 */
interface CublasLtFunctions extends Library {

    long cublasLtGetVersion();

    int cublasLtCreate(LongByReference handle);

    int cublasLtDestroy(long handle);

    int cublasLtMatmulDescCreate(LongByReference description, int computeType, int scaleType);

    int cublasLtMatmulDescDestroy(long description);

    int cublasLtMatmulDescSetAttribute(long description, int attribute, Memory value, long bytes);

    int cublasLtMatrixLayoutCreate(LongByReference layout, int type, long rows, long columns, long leadingDimension);

    int cublasLtMatrixLayoutDestroy(long layout);

    int cublasLtMatmulPreferenceCreate(LongByReference preference);

    int cublasLtMatmulPreferenceDestroy(long preference);

    int cublasLtMatmulPreferenceSetAttribute(long preference, int attribute, Memory value, long bytes);

    int cublasLtMatmulAlgoGetHeuristic(
            long handle,
            long description,
            long a,
            long b,
            long c,
            long d,
            long preference,
            int requested,
            Memory results,
            IntByReference found);

    int cublasLtMatmul(
            long handle,
            long description,
            Memory alpha,
            long a,
            long aLayout,
            long b,
            long bLayout,
            Memory beta,
            long c,
            long cLayout,
            long d,
            long dLayout,
            Pointer algorithm,
            long workspace,
            long workspaceBytes,
            long stream);
}
