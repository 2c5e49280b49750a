/** Why workers had nothing to do: idle stretches and their reasons, from the events of a run. */
@NullMarked
package org.virnucpro.coordinator.explain;

import org.jspecify.annotations.NullMarked;
