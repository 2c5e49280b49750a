/** The life of a run, from its specification to its published results. */
@NullMarked
package org.virnucpro.coordinator.run;

import org.jspecify.annotations.NullMarked;
