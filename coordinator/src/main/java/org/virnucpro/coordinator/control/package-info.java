/** What people do to runs and workers of a cluster, whether by a command or over HTTP. */
@NullMarked
package org.virnucpro.coordinator.control;

import org.jspecify.annotations.NullMarked;
