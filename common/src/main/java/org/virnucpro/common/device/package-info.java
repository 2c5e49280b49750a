/** How fast the devices are that compute, as far as their names tell. */
@NullMarked
package org.virnucpro.common.device;

import org.jspecify.annotations.NullMarked;
