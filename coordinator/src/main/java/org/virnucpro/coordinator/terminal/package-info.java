/** Progress for a person: a live table on a terminal, plain lines otherwise. */
@NullMarked
package org.virnucpro.coordinator.terminal;

import org.jspecify.annotations.NullMarked;
