/** From inputs to tasks in queues: what is there, what it costs, how it is cut, who starts with what. */
@NullMarked
package org.virnucpro.coordinator.plan;

import org.jspecify.annotations.NullMarked;
