package org.virnucpro.common.queue;

/** The state of a run in the broker. */
public enum RunState {
    /** Not known to the broker. */
    ABSENT,
    /** Submitted by a client; a coordinator plans it. */
    PLANNING,
    /** Tasks are given out. */
    OPEN,
    /** Tasks stay where they are; running ones go on. */
    PAUSED,
    /** Given up by a person. Final. */
    CANCELLED,
    /** Results are published. Final. */
    FINISHED,
    /** The coordinator could not run it; the reason is beside it. Final. */
    FAILED;

    /** Whether nothing will happen to the run any more. */
    public boolean isFinal() {
        return this == CANCELLED || this == FINISHED || this == FAILED;
    }
}
