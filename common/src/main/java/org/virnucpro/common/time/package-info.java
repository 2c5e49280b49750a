/** The only place, beside the mains, that reads clocks. */
@NullMarked
package org.virnucpro.common.time;

import org.jspecify.annotations.NullMarked;
