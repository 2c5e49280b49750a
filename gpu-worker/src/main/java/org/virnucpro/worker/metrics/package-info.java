/** What a worker tells Prometheus. */
@NullMarked
package org.virnucpro.worker.metrics;

import org.jspecify.annotations.NullMarked;
