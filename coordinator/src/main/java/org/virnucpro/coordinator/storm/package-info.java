/** {@code bench storm}: a run under faults, its history, and the check of that history. */
@NullMarked
package org.virnucpro.coordinator.storm;

import org.jspecify.annotations.NullMarked;
