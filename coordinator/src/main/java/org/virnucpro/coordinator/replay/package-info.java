/** Runs that were recorded in events.jsonl, played again by the simulator under the same or another policy. */
@NullMarked
package org.virnucpro.coordinator.replay;

import org.jspecify.annotations.NullMarked;
