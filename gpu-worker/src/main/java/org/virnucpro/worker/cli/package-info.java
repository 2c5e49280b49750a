/** The commands of the worker; the only place of this module that prints. */
@NullMarked
package org.virnucpro.worker.cli;

import org.jspecify.annotations.NullMarked;
