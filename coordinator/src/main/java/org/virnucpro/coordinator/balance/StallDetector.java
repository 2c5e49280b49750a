package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * Finds workers that do nothing although they have work: a queue or a lease, and no task finished for a while. Confined to
 * the poll loop.
 */
final class StallDetector {

    private final Duration patience;
    private final Map<WorkerId, Long> lastDone = new HashMap<>();
    private final Map<WorkerId, Instant> lastChange = new HashMap<>();
    private final Set<WorkerId> reported = new HashSet<>();

    StallDetector(Duration patience) {
        this.patience = patience;
    }

    /** Workers that have newly become stalled; each is named once until it moves again. */
    Set<WorkerId> newlyStalled(QueueView view) {
        Set<WorkerId> stalled = new HashSet<>();
        for (QueueView.Queue queue : view.queues()) {
            WorkerId worker = queue.worker();
            boolean busy = queue.depth() > 0
                    || view.leases().stream().anyMatch(lease -> lease.worker().equals(worker));
            Long done = lastDone.put(worker, queue.done().tasks());
            boolean moved = done == null || done != queue.done().tasks();
            if (moved || !busy) {
                lastChange.put(worker, view.time());
                reported.remove(worker);
            } else if (Duration.between(lastChange.getOrDefault(worker, view.time()), view.time())
                                    .compareTo(patience)
                            >= 0
                    && reported.add(worker)) {
                stalled.add(worker);
            }
        }
        return stalled;
    }
}
