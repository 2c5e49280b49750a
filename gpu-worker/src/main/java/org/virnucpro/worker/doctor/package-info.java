/** Looks at graphics cards and engines for {@code virnucpro doctor}. */
@NullMarked
package org.virnucpro.worker.doctor;

import org.jspecify.annotations.NullMarked;
