package org.virnucpro.common.history;

/**
 * One line of a history.
 *
 * @param kind what happened
 * @param ms wall clock of the machine, milliseconds; all processes of a history share it
 * @param who worker, process or counter; empty when nobody is meant
 * @param task index of the task; -1 when none is meant
 * @param token fencing token; 0 when none is meant
 * @param detail see {@link Kind}
 */
public record HistoryEvent(Kind kind, long ms, String who, int task, long token, String detail) {

    /** No task. */
    public static final int NO_TASK = -1;

    /** What can happen, and what {@link #detail} says then. */
    public enum Kind {
        /** First line; {@code who} names the kind of run (up, always, loss), the detail its seed. */
        BEGIN,
        /** A task of the plan; the detail is its number of open frames, behind {@link #POISON} when it cannot be computed. */
        PLAN,
        /** A worker was given a lease; the detail is its incarnation and where the task came from. */
        TAKE,
        /** A worker is about to send a completion. */
        SEND,
        /** The answer to the last completion that this worker sent: RECORDED, DUPLICATE, FENCED, or {@link #SILENCE}. */
        ANSWER,
        /** A worker gave a task back; the detail is the answer. */
        FAIL,
        /** A worker's process was started. */
        START,
        /** A worker's process got a SIGKILL. */
        KILL,
        /** A worker's process was stopped for the milliseconds in the detail. */
        STALL,
        /** A worker's process ended by itself; the detail is its exit code. */
        EXIT,
        /** Redis was started; the detail is its version. */
        REDIS_START,
        /** Redis got a SIGKILL. */
        REDIS_KILL,
        /** The end of its log was cut off as a loss of power does; the detail is how many bytes. */
        REDIS_CUT,
        /** What was acknowledged before is reconciled: the log is sound again, the plan was sent again. */
        BARRIER,
        /** A connection was cut after a script was sent and before its reply was handed on. */
        DROP,
        /** A connection was cut before a script was handed on. */
        CUT,
        /** A script was held back for longer than the caller waits, then handed on; the detail is milliseconds. */
        HOLD,
        /** From the server's stream: a task was stolen by {@code who}; the detail is the victim. */
        STEAL,
        /** From the server's stream: a task was done by {@code who}. */
        DONE,
        /** The state of a task at the end: DONE with the token that counts, DEAD with the cause, or {@link #OPEN}. */
        FINAL,
        /** The part that was published for a task; the detail is its number of rows. */
        PUBLISHED,
        /** A counter at the end; {@code who} names it, the detail is its value. */
        COUNT,
        /** The run could not be brought to its end; the detail says why. */
        ABORT,
        /** Last line: the history is whole. */
        END
    }

    /** Marks a task of the plan that cannot be computed. */
    public static final String POISON = "poison ";

    /** No answer came; the effect is unknown. */
    public static final String SILENCE = "SILENCE";

    /** Neither done nor dead. */
    public static final String OPEN = "OPEN";
}
