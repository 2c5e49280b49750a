/** The classifier head: features of a window and its protein to the probabilities "others" and "virus". */
@NullMarked
package org.virnucpro.worker.classify;

import org.jspecify.annotations.NullMarked;
