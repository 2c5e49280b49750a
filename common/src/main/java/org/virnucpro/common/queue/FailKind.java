package org.virnucpro.common.queue;

/** How a worker gives a task back. */
public enum FailKind {
    /** The attempt failed and counts as an error. */
    BURN,
    /** Clean hand-back (drain, shutdown): the attempt does not count. */
    RELEASE
}
