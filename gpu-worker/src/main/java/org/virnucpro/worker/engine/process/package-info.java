/**
 * Embeddings from another program: one child process per worker, spoken to over pipes as docs/engine-protocol.md describes.
 */
@NullMarked
package org.virnucpro.worker.engine.process;

import org.jspecify.annotations.NullMarked;
