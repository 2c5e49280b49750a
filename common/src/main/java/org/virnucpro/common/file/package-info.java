/** Writing files so that nobody sees half of one. */
@NullMarked
package org.virnucpro.common.file;

import org.jspecify.annotations.NullMarked;
