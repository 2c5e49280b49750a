/** From a shard to its rows: read the slice, cut, translate, embed, classify. */
@NullMarked
package org.virnucpro.worker.predict;

import org.jspecify.annotations.NullMarked;
