package org.virnucpro.worker.loop;

import org.virnucpro.worker.predict.ShardSummary;

/**
 * A leased task whose rows are all computed; its part is not durable yet.
 *
 * @param beganNanos when its computation began
 */
record Computed(Assignment assignment, TaskOutput output, ShardSummary summary, long beganNanos) {}
