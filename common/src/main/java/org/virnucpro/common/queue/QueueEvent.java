package org.virnucpro.common.queue;

import java.time.Instant;
import java.util.Optional;
import org.virnucpro.common.task.TaskId;

/**
 * Something that happened to a queue, in the order in which the broker did it.
 *
 * @param id position in the stream, for reading on
 * @param time of the broker's clock
 * @param type what happened
 * @param task which task; empty for join and leave
 * @param source the list or worker that it came from; {@code +} is the retry list
 * @param destination the list or worker that it went to; empty when there is none
 * @param reason in words; empty when there is nothing to say
 * @param sequences open frames done, for {@link Type#DONE} and {@link Type#RESTORE}; else 0
 * @param elapsedMillis time since the take, for {@link Type#DONE}, {@link Type#REQUEUE} and {@link Type#DEAD}; time since
 *     which the reason holds, for {@link Type#IDLE}; else 0
 */
public record QueueEvent(
        String id,
        Instant time,
        Type type,
        Optional<TaskId> task,
        String source,
        String destination,
        String reason,
        long sequences,
        long elapsedMillis) {

    /** What can happen. */
    public enum Type {
        /** A worker took a task from another member's queue. */
        STEAL,
        /** A worker took a task from the retry list. */
        RETRY,
        /** A worker took a task from the queue of a departed worker. */
        ADOPT,
        /** A task was set aside, since the worker whose turn it was cannot hold it; whoever can takes it with the retry list. */
        ASIDE,
        /** A leased task went back to the retry list. */
        REQUEUE,
        /** A task ran out of attempts. */
        DEAD,
        /** Smaller tasks have taken the place of a dead one; the reason holds their ids with spaces between them. */
        SPLIT,
        /** A dead task was given back all its attempts. */
        REVIVE,
        /** A task was completed. */
        DONE,
        /** A task is done by a result of an earlier time of the run, which this broker did not know. */
        RESTORE,
        JOIN,
        /** A member takes nothing new; what it runs goes on. */
        DRAIN,
        LEAVE,
        /** A member stopped without a word. */
        LOST,
        /** A worker has no task of this run; it says why. */
        IDLE
    }

    /** When that began which ended or was reported at {@link #time}. */
    public Instant since() {
        return time.minusMillis(elapsedMillis);
    }
}
