/** Checks published results again, from what is on disk alone. */
@NullMarked
package org.virnucpro.coordinator.verify;

import org.jspecify.annotations.NullMarked;
