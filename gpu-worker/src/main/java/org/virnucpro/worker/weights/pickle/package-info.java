/**
 * A pickle reader that cannot run code: a stack machine over the opcodes of protocols 2 to 4 that data needs, which asks
 * {@link org.virnucpro.worker.weights.pickle.PickleClasses} about every class and function that a file names.
 */
@NullMarked
package org.virnucpro.worker.weights.pickle;

import org.jspecify.annotations.NullMarked;
