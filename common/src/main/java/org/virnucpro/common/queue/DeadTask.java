package org.virnucpro.common.queue;

import org.virnucpro.common.task.Task;

/**
 * A task out of attempts.
 *
 * @param task as it was at its last attempt
 * @param cause the last error in words
 */
public record DeadTask(Task task, String cause) {}
