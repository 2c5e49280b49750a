/** Runs, workers and dead tasks as JSON: one form for commands and for HTTP. */
@NullMarked
package org.virnucpro.coordinator.status;

import org.jspecify.annotations.NullMarked;
