package org.virnucpro.common.queue;

import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;

/** A lease as its holder knows it. */
public record HeldLease(TaskId task, FencingToken token) {}
