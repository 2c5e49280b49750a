/** Small made-up models and sequences, to see the whole system work. */
@NullMarked
package org.virnucpro.coordinator.demo;

import org.jspecify.annotations.NullMarked;
