/** Downloads of models from a Hugging Face hub, or a mirror of one, into the local cache. */
@NullMarked
package org.virnucpro.worker.hub;

import org.jspecify.annotations.NullMarked;
