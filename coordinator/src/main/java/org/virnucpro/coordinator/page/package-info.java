/** The page of a run: its files, and the same as one file that needs no server. */
@NullMarked
package org.virnucpro.coordinator.page;

import org.jspecify.annotations.NullMarked;
