/** The engine for processors: OpenBLAS for matrix products, one sequence per product. The only user of OpenBLAS. */
@NullMarked
package org.virnucpro.worker.engine.cpu;

import org.jspecify.annotations.NullMarked;
