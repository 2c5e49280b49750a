/** The engine for NVIDIA GPUs: kernels of its own and cublasLt, over the CUDA driver. */
@NullMarked
package org.virnucpro.worker.engine.cuda;

import org.jspecify.annotations.NullMarked;
