/** The root command; with the cli packages of the modules the only place that prints or exits. */
@NullMarked
package org.virnucpro.common.cli;

import org.jspecify.annotations.NullMarked;
