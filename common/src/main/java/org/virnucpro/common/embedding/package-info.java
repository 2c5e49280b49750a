/** Files of embeddings: float32 rows with a name each, in the formats that other tools read. */
@NullMarked
package org.virnucpro.common.embedding;

import org.jspecify.annotations.NullMarked;
