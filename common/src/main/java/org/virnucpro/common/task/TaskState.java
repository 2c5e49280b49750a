package org.virnucpro.common.task;

import java.util.EnumSet;
import java.util.Set;

/** The states of a task and the legal moves between them; the Lua scripts enforce the same moves. */
public enum TaskState {
    /** Not submitted yet; done at once when its result is durable from an earlier time of the run. */
    UNKNOWN(0),
    /** In exactly one queue, or in the retry list. */
    PENDING(1),
    /** Taken by a worker that holds a lease. */
    LEASED(2),
    /** Completed under the task's last token. Final. */
    DONE(3),
    /** Out of attempts; kept with its cause, until a person gives it back its attempts or smaller tasks take its place. */
    DEAD(4),
    /** Cancelled by a person. Final. */
    CANCELLED(5),
    /** Smaller tasks have taken its place. Final. */
    SPLIT(6);

    private final int code;

    TaskState(int code) {
        this.code = code;
    }

    /** The byte that stands for this state in the broker. */
    public int code() {
        return code;
    }

    /** The state that a byte in the broker stands for. */
    public static TaskState ofCode(int code) {
        for (TaskState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        throw new IllegalArgumentException("unknown task state " + code);
    }

    /** The states that may follow this one. */
    public Set<TaskState> next() {
        return switch (this) {
            case UNKNOWN -> EnumSet.of(PENDING, DONE);
            case PENDING -> EnumSet.of(LEASED, CANCELLED);
            case LEASED -> EnumSet.of(DONE, PENDING, DEAD, CANCELLED);
            case DEAD -> EnumSet.of(PENDING, SPLIT);
            case DONE, CANCELLED, SPLIT -> EnumSet.noneOf(TaskState.class);
        };
    }
}
