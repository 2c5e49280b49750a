/** Matrix products on the GPU: by cublasLt, or by kernels of our own where that library is missing. */
@NullMarked
package org.virnucpro.worker.engine.cuda.product;

import org.jspecify.annotations.NullMarked;
