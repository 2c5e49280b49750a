/** Values that name and describe a piece of work: runs, tasks, shards, workers, tokens. */
@NullMarked
package org.virnucpro.common.task;

import org.jspecify.annotations.NullMarked;
