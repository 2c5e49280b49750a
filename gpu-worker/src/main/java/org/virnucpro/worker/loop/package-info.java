/** The life of a worker: take, keep the lease, compute, complete, wait, drain. */
@NullMarked
package org.virnucpro.worker.loop;

import org.jspecify.annotations.NullMarked;
