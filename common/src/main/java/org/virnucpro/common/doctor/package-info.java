/** Looks whether this machine, its graphics cards, the broker and the folders are ready for a run, before one fails. */
@NullMarked
package org.virnucpro.common.doctor;

import org.jspecify.annotations.NullMarked;
