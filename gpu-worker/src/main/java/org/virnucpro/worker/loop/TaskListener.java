package org.virnucpro.worker.loop;

import java.time.Duration;
import org.virnucpro.common.queue.TakeOutcome;

/** Hears what becomes of the tasks of a worker, on several threads; must return at once. */
public interface TaskListener {

    /** Hears nothing. */
    TaskListener NONE = new TaskListener() {};

    /** How a task can end here without a result. */
    enum Failure {
        /** The attempt counts. */
        FAILED,
        /** The attempt counts; memory ran out. */
        OUT_OF_MEMORY,
        /** The attempt does not count. */
        GIVEN_BACK
    }

    /** A task was leased. */
    default void taken(TakeOutcome.Origin origin) {}

    /**
     * A task is done and recorded.
     *
     * @param sequences open frames
     * @param chunks chunks of its records
     * @param duration from the start of its computation to its durable result
     */
    default void done(long sequences, long chunks, Duration duration) {}

    /** The result of a task was not needed: another worker had it meanwhile. */
    default void superseded() {}

    /** A task ended without a result. */
    default void failed(Failure how) {}
}
