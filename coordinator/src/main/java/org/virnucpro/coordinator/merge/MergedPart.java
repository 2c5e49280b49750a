package org.virnucpro.coordinator.merge;

import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;

/**
 * A part whose rows are in the results.
 *
 * @param task whose rows
 * @param token which take of the task won
 * @param worker who computed it
 * @param device class of the device
 * @param rows how many
 * @param sha256 digest of the part
 */
public record MergedPart(TaskId task, FencingToken token, String worker, String device, long rows, String sha256) {}
