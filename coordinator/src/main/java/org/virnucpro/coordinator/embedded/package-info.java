/** Local mode: a private broker and worker processes, started and stopped with the command. */
@NullMarked
package org.virnucpro.coordinator.embedded;

import org.jspecify.annotations.NullMarked;
