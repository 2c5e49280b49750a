/** Tensors out of files: safetensors and PyTorch archives, read without running any code. */
@NullMarked
package org.virnucpro.worker.weights;

import org.jspecify.annotations.NullMarked;
