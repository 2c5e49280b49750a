package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/**
 * Ends the membership of workers that have not announced themselves for longer than a lease, so that what waits in their
 * queues may be taken by others also when stealing is off. A worker that was only slow joins anew and loses nothing but
 * the task it was running. A worker that the plan gave a queue and that has gone before it joined is declared absent for the
 * same reason. Confined to the poll loop.
 */
final class LostWorkers {

    private static final Logger log = LoggerFactory.getLogger(LostWorkers.class);

    /** Silences until an expected worker is given up: it may still be loading its models. */
    private static final int SILENCES_OF_ABSENCE = 10;

    private final ClusterRegistry registry;
    private final Duration silence;
    private final Map<WorkerId, Instant> expectedSince = new HashMap<>();

    LostWorkers(ClusterRegistry registry, Duration silence) {
        this.registry = registry;
        this.silence = silence;
    }

    /** Returns the workers that are there. */
    List<WorkerRecord> declare(SharedWorkQueues queues) {
        Set<Incarnation> alive = new HashSet<>();
        Set<WorkerId> named = new HashSet<>();
        List<WorkerRecord> present = registry.workers(silence);
        for (WorkerRecord worker : present) {
            alive.add(worker.incarnation());
            named.add(worker.worker());
        }
        queues.members().forEach((worker, incarnation) -> {
            if (!alive.contains(incarnation)) {
                int back = queues.declareLost(worker, incarnation);
                log.warn(
                        "worker {} has been silent for {} s: declared lost, {} running tasks queued again",
                        worker,
                        silence.toSeconds(),
                        back);
            }
        });
        declareAbsent(queues, named);
        return present;
    }

    /** Those who neither joined nor announced themselves for ten times as long as a member may be silent. */
    private void declareAbsent(SharedWorkQueues queues, Set<WorkerId> announced) {
        QueueView view = queues.observe();
        Set<WorkerId> missing = view.queues().stream()
                .filter(queue -> queue.membership() == QueueView.Membership.EXPECTED)
                .map(QueueView.Queue::worker)
                .filter(worker -> !announced.contains(worker))
                .collect(Collectors.toSet());
        expectedSince.keySet().retainAll(missing);
        Duration patience = silence.multipliedBy(SILENCES_OF_ABSENCE);
        for (WorkerId worker : missing) {
            Instant since = expectedSince.computeIfAbsent(worker, first -> view.time());
            if (Duration.between(since, view.time()).compareTo(patience) > 0) {
                queues.declareAbsent(worker);
                log.warn(
                        "worker {} has not come within {} s: others may take what the plan gave it",
                        worker,
                        patience.toSeconds());
            }
        }
    }
}
