package org.virnucpro.common.steal;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.WorkerId;

/**
 * The rule of the planning document: steal whatever is next in the victim's queue while the queues are unequal enough.
 * With an idle thief the shortest queue is empty, so the rule comes down to a longest queue of three and leaves tails of two
 * to their owners: that is meant. Confined to one thread.
 */
public final class ThresholdPolicy implements StealPolicy {

    private final ImbalanceThreshold threshold;
    private final VictimOrder order;

    /** Victims in turn. */
    public ThresholdPolicy(ImbalanceThreshold threshold) {
        this(threshold, new RoundRobinVictims());
    }

    ThresholdPolicy(ImbalanceThreshold threshold, VictimOrder order) {
        this.threshold = threshold;
        this.order = order;
    }

    @Override
    public StealPlan plan(QueueView view, WorkerId thief) {
        LongSummaryStatistics depths =
                view.queues().stream().mapToLong(QueueView.Queue::depth).summaryStatistics();
        // A thief without a queue counts as one with an empty queue, as in the broker.
        boolean known = view.queues().stream().anyMatch(queue -> queue.worker().equals(thief));
        if (depths.getCount() > 0 && threshold.isMet(depths.getMax(), known ? depths.getMin() : 0)) {
            List<StealRefusal> tooLarge = VictimOrder.tooLarge(view, thief);
            Set<WorkerId> excluded = tooLarge.stream().map(StealRefusal::victim).collect(Collectors.toSet());
            return new StealPlan(
                    order.next(view, thief).stream()
                            .filter(victim -> !excluded.contains(victim))
                            .map(TakeSource.Steal::anyFrom)
                            .toList(),
                    Optional.of(threshold),
                    tooLarge);
        }
        return new StealPlan(
                List.of(),
                Optional.of(threshold),
                view.queues().stream()
                        .filter(queue -> VictimOrder.isVictim(queue, thief))
                        .map(queue -> new StealRefusal(queue.worker(), StealRefusal.Reason.BALANCED))
                        .toList());
    }
}
