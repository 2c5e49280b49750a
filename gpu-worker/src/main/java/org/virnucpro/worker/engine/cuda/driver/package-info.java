/** The part of the CUDA driver API that engines need, over JCuda: every call checked, every handle closed by its owner. */
@NullMarked
package org.virnucpro.worker.engine.cuda.driver;

import org.jspecify.annotations.NullMarked;
