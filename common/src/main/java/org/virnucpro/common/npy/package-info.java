/** Matrices in NumPy's {@code .npy} format, version 1.0: float32, little-endian, C order. */
@NullMarked
package org.virnucpro.common.npy;

import org.jspecify.annotations.NullMarked;
