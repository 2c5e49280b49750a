package org.virnucpro.common.cluster;

import java.time.Instant;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.RunId;

/**
 * A run as the list of runs shows it.
 *
 * @param run its name
 * @param priority smaller is sooner
 * @param submitted the broker's time of submission
 * @param state where it is
 * @param message in words: progress, or why it failed; may be empty
 */
public record RunSummary(RunId run, int priority, Instant submitted, RunState state, String message) {}
