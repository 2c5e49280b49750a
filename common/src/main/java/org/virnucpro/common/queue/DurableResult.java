package org.virnucpro.common.queue;

import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/**
 * A task whose result is durable, of an earlier time of its run.
 *
 * @param task which task
 * @param token under which the result is kept
 * @param worker who computed it
 * @param sequences open frames of the task
 */
public record DurableResult(TaskId task, FencingToken token, WorkerId worker, long sequences) {}
