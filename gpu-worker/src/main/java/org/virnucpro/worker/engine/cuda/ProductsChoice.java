package org.virnucpro.worker.engine.cuda;

import java.util.Optional;
import java.util.function.Function;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.EngineException;
import org.virnucpro.worker.engine.cuda.CudaSettings.Products;
import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.product.Gemm;
import org.virnucpro.worker.engine.cuda.product.KernelGemm;
import org.virnucpro.worker.engine.cuda.product.LtGemm;

/** Which matrix products an engine uses. */
final class ProductsChoice {

    private ProductsChoice() {}

    static Function<Kernels, Gemm> of(CudaSettings settings) {
        return kernels -> {
            Gemm own = new KernelGemm(kernels);
            if (settings.products() == Products.KERNELS) {
                return own;
            }
            Optional<Gemm> library =
                    LtGemm.find(settings.libraries(), HostEnvironment.ofProcess(), kernels.precision(), own);
            if (library.isEmpty() && settings.products() == Products.CUBLASLT) {
                throw new EngineException(
                        "cublasLt is not on this machine: install it (pip install nvidia-cublas, or the"
                                + " CUDA toolkit) or let the engine use its own products");
            }
            return library.orElse(own);
        };
    }
}
