package org.virnucpro.common.steal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * Orders victims by name, beginning each time behind the one that the last round began with, so that no queue is always tried
 * first. Skips the thief, empty queues, and departed owners, whose queues anybody may empty without stealing. Confined to
 * one thread.
 */
final class RoundRobinVictims implements VictimOrder {

    private @Nullable WorkerId last;

    @Override
    public List<WorkerId> next(QueueView view, WorkerId thief) {
        List<WorkerId> victims = new ArrayList<>(view.queues().stream()
                .filter(queue -> VictimOrder.isVictim(queue, thief))
                .map(QueueView.Queue::worker)
                .sorted()
                .toList());
        WorkerId begun = last;
        if (victims.isEmpty()) {
            return victims;
        }
        if (begun != null) {
            long before = victims.stream()
                    .filter(victim -> victim.compareTo(begun) <= 0)
                    .count();
            Collections.rotate(victims, (int) -before);
        }
        last = victims.get(0);
        return victims;
    }
}
