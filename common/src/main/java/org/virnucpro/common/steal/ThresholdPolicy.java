package org.virnucpro.common.steal;

import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.WorkerId;

/**
 * The rule of the planning document: steal whatever is next in the victim's queue while the queues are unequal enough;
 * victims in turn. Confined to one thread.
 */
public final class ThresholdPolicy implements StealPolicy {

    private final ImbalanceThreshold threshold;
    private final RoundRobinVictims victims = new RoundRobinVictims();

    public ThresholdPolicy(ImbalanceThreshold threshold) {
        this.threshold = threshold;
    }

    @Override
    public List<TakeSource.Steal> victims(QueueView view, WorkerId thief) {
        LongSummaryStatistics depths =
                view.queues().stream().mapToLong(QueueView.Queue::depth).summaryStatistics();
        // A thief without a queue counts as one with an empty queue, as in the broker.
        long shortest = view.byWorker().containsKey(thief) ? depths.getMin() : 0;
        if (depths.getCount() == 0 || !threshold.isMet(depths.getMax(), shortest)) {
            return List.of();
        }
        return victims.next(view, thief).stream().map(TakeSource.Steal::anyFrom).toList();
    }

    @Override
    public Optional<ImbalanceThreshold> threshold() {
        return Optional.of(threshold);
    }
}
