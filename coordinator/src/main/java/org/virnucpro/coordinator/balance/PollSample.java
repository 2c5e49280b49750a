package org.virnucpro.coordinator.balance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * What one poll found.
 *
 * @param view all queues
 * @param events since the last poll
 * @param sequencesPerSecond by worker, over its window
 * @param filesDone inputs whose last shard a worker completed, by that worker
 * @param newlyStalled workers that have work and have done nothing for too long, named once
 */
public record PollSample(
        QueueView view,
        List<QueueEvent> events,
        Map<WorkerId, Double> sequencesPerSecond,
        Map<WorkerId, Long> filesDone,
        Set<WorkerId> newlyStalled) {

    public PollSample {
        events = List.copyOf(events);
        sequencesPerSecond = Map.copyOf(sequencesPerSecond);
        filesDone = Map.copyOf(filesDone);
        newlyStalled = Set.copyOf(newlyStalled);
    }

    /** Sequences per second of one worker. */
    public double rate(WorkerId worker) {
        return sequencesPerSecond.getOrDefault(worker, 0.0);
    }
}
