/** The metrics of coordinator and workers: their names in one place, and their exposition for Prometheus. */
@NullMarked
package org.virnucpro.common.metrics;

import org.jspecify.annotations.NullMarked;
