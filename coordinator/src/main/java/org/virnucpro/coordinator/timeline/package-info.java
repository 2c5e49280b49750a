/** A run as its page shows it: who did what when, who stole from whom, what failed. Pure; fed line by line. */
@NullMarked
package org.virnucpro.coordinator.timeline;

import org.jspecify.annotations.NullMarked;
