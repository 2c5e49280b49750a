/** ESM-2 and DNABERT, layer by layer with the names of the papers, over a port for matrix products. */
@NullMarked
package org.virnucpro.worker.model;

import org.jspecify.annotations.NullMarked;
