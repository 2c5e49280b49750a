/** The kernels of src/main/cuda with their arguments, and the number types that they compute in. */
@NullMarked
package org.virnucpro.worker.engine.cuda.kernel;

import org.jspecify.annotations.NullMarked;
