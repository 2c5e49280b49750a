/** ESM-2 and DNABERT on the GPU: weights, buffers, and the order of kernels, layer by layer. */
@NullMarked
package org.virnucpro.worker.engine.cuda.model;

import org.jspecify.annotations.NullMarked;
