package org.virnucpro.coordinator.balance;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.TaskId;

/**
 * What one poll says of one worker, beside the counters in its queue.
 *
 * @param queue depth, queued cost, and what it has done
 * @param running its task, if it has one
 * @param speed predicted cost that it finishes per time at work, over its throughput window; before its first task its
 *     weight, corrected by what the others measured
 * @param filesDone inputs whose last shard it completed
 * @param stolenOut tasks that others took from its queue
 * @param sequencesPerSecond over its throughput window
 * @param projectedFinishSeconds from now until it is through with its task and its queue; empty for a worker that is not there
 * @param stalled it has work queued and has finished nothing for too long
 * @param idle why it has no task; empty while it has one, and while it has not said
 */
public record WorkerMeasures(
        QueueView.Queue queue,
        Optional<Running> running,
        double speed,
        long filesDone,
        long stolenOut,
        double sequencesPerSecond,
        OptionalDouble projectedFinishSeconds,
        boolean stalled,
        Optional<Idle> idle) {

    /** A task and for how long it has been running. */
    public record Running(TaskId task, double seconds) {}

    /** A reason and since when it holds. */
    public record Idle(String reason, Instant since) {}
}
