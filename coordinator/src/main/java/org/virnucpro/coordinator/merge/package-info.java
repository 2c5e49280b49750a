/** Part files, in input order, to the result files that users know. */
@NullMarked
package org.virnucpro.coordinator.merge;

import org.jspecify.annotations.NullMarked;
