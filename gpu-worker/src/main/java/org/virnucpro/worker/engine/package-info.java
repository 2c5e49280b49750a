/** The port to what turns sequences into embeddings. */
@NullMarked
package org.virnucpro.worker.engine;

import org.jspecify.annotations.NullMarked;
