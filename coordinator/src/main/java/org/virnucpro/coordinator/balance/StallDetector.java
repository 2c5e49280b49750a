package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.WorkerId;

/**
 * Finds members that have tasks in their queue and have finished none for a while. A member's heartbeat is alive: who is
 * silent is declared lost and is no member any more. While the run is paused nobody stalls. Confined to the poll loop.
 */
final class StallDetector {

    private final Duration patience;
    private final Map<WorkerId, Long> lastDone = new HashMap<>();
    private final Map<WorkerId, Instant> lastMove = new HashMap<>();

    StallDetector(Duration patience) {
        this.patience = patience;
    }

    /** Workers that are stalled now. */
    Set<WorkerId> stalled(QueueView view) {
        Set<WorkerId> stalled = new HashSet<>();
        for (QueueView.Queue queue : view.queues()) {
            WorkerId worker = queue.worker();
            boolean mayWork = view.state() == RunState.OPEN
                    && queue.membership() == QueueView.Membership.MEMBER
                    && queue.depth() > 0;
            Long done = lastDone.put(worker, queue.done().tasks());
            if (!mayWork || done == null || done != queue.done().tasks()) {
                lastMove.put(worker, view.time());
            } else if (!lastMove.getOrDefault(worker, view.time())
                    .plus(patience)
                    .isAfter(view.time())) {
                stalled.add(worker);
            }
        }
        return stalled;
    }
}
