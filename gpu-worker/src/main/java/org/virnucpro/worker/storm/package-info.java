/** Workers of {@code bench storm}: the real loop over recorded calls. */
@NullMarked
package org.virnucpro.worker.storm;

import org.jspecify.annotations.NullMarked;
