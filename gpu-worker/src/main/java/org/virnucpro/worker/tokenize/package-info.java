/** Sequences to token ids, exactly as the tokenizers that the models were trained with. */
@NullMarked
package org.virnucpro.worker.tokenize;

import org.jspecify.annotations.NullMarked;
