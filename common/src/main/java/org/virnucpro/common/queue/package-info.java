/** The port to the shared work queues, and the outcomes of its calls. */
@NullMarked
package org.virnucpro.common.queue;

import org.jspecify.annotations.NullMarked;
