package org.virnucpro.worker.loop;

import java.util.Optional;
import org.virnucpro.common.task.Task;
import org.virnucpro.worker.predict.ShardJob;

/**
 * A task that is to be computed, leased or probably leased next.
 *
 * @param job its shard on this machine
 */
record Candidate(Membership membership, Task task, ShardJob job) {

    /** Whether it is this task, in this attempt, that was leased. */
    boolean is(Optional<Assignment> leased) {
        return leased.isPresent()
                && leased.get().membership() == membership
                && leased.get().taken().task().equals(task);
    }
}
