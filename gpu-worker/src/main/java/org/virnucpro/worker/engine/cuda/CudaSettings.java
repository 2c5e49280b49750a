package org.virnucpro.worker.engine.cuda;

import java.nio.file.Path;
import java.util.Optional;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.cuda.kernel.Precision;

/**
 * How a model runs on a GPU.
 *
 * @param device the GPU
 * @param precision of weights and products
 * @param batchTokens tokens of a batch; fewer when memory is short
 * @param products which matrix products
 * @param libraries folder with libraries to take instead of the machine's
 */
public record CudaSettings(
        CudaDevice device, Precision precision, int batchTokens, Products products, Optional<Path> libraries) {
    /** Enough that every multiprocessor of a large GPU has tiles of each product (wave quantisation below 3 %). */
    public static final int BATCH_TOKENS = 16_384;

    /** Which matrix products. */
    public enum Products {
        /** cublasLt when it is on the machine, else our own. */
        BEST,
        /** cublasLt; an error when it is missing. */
        CUBLASLT,
        /** Our own kernels. */
        KERNELS
    }

    public CudaSettings {
        if (batchTokens < 1) {
            throw new IllegalArgumentException("batches of " + batchTokens + " tokens");
        }
    }

    /** The usual settings for a GPU of this machine. */
    public static CudaSettings of(CudaDevice device, Precision precision, HostEnvironment environment) {
        return new CudaSettings(
                device,
                precision,
                BATCH_TOKENS,
                Products.BEST,
                environment.variable(HostEnvironment.CUDA_LIBRARY_PATH).map(Path::of));
    }
}
