/** A deterministic simulator of a run under a virtual clock, with the placement and the policies of real runs. */
@NullMarked
package org.virnucpro.coordinator.simulate;

import org.jspecify.annotations.NullMarked;
