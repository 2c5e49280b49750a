/** The coordinator's commands. */
@NullMarked
package org.virnucpro.coordinator.cli;

import org.jspecify.annotations.NullMarked;
