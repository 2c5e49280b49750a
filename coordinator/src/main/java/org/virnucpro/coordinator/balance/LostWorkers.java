package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/**
 * Ends the membership of workers that have not announced themselves for longer than a lease, so that what waits in their
 * queues may be taken by others also when stealing is off. A worker that was only slow joins anew and loses nothing but
 * the task it was running.
 */
final class LostWorkers {

    private static final Logger log = LoggerFactory.getLogger(LostWorkers.class);

    private final ClusterRegistry registry;
    private final Duration silence;

    LostWorkers(ClusterRegistry registry, Duration silence) {
        this.registry = registry;
        this.silence = silence;
    }

    void declare(SharedWorkQueues queues) {
        Map<WorkerId, Incarnation> members = queues.members();
        if (members.isEmpty()) {
            return;
        }
        Set<Incarnation> alive = registry.workers(silence).stream()
                .map(WorkerRecord::incarnation)
                .collect(Collectors.toSet());
        members.forEach((worker, incarnation) -> {
            if (!alive.contains(incarnation)) {
                int back = queues.declareLost(worker, incarnation);
                log.warn(
                        "worker {} has been silent for {} s: declared lost, {} running tasks queued again",
                        worker,
                        silence.toSeconds(),
                        back);
            }
        });
    }
}
