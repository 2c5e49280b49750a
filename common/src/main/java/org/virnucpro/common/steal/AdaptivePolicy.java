package org.virnucpro.common.steal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.WorkerId;

/**
 * Steals what helps: from the worker that would be busy longest, the costliest task that the thief finishes a margin before
 * the victim would have finished everything. So a slow worker never takes the giant file, and with exact costs and speeds no
 * steal makes a run longer. The guard goes with the attempt and is checked by the broker; there is no threshold on depths,
 * since where the threshold is met and the guard is not, the steal would do harm.
 *
 * <p>Long tasks are taken one at a time. Of short ones the thief takes as many as make both finish together, at most half of
 * the queue, so that thousands of small shards do not need thousands of tries. Confined to one thread.
 */
public final class AdaptivePolicy implements StealPolicy {

    /** Tasks that take longer on the thief are taken one at a time. */
    private static final double LONG_TASK_MILLIS = 10_000;

    /** As far as the broker searches a queue. */
    private static final int MOST_FURTHER_TASKS = 63;

    /** A task that takes this many times longer than predicted says that its worker is slower than measured. */
    private static final double OVERDUE = 1.5;

    private record Candidate(QueueView.Queue queue, double speed, double remainingMillis) {}

    private final StealMargin margin;
    private final EffectiveSpeeds speeds = new EffectiveSpeeds();

    AdaptivePolicy(StealMargin margin) {
        this.margin = margin;
    }

    @Override
    public StealPlan plan(QueueView view, WorkerId thief) {
        Map<WorkerId, QueueView.Lease> running = new HashMap<>();
        view.leases().forEach(lease -> running.put(lease.worker(), lease));
        double thiefSpeed = 1;
        List<Candidate> candidates = new ArrayList<>();
        for (QueueView.Queue queue : view.queues()) {
            double speed = speeds.update(queue);
            if (queue.worker().equals(thief)) {
                thiefSpeed = speed;
            } else if (VictimOrder.isVictim(queue, thief)) {
                candidates.add(candidate(view, queue, speed, running.get(queue.worker())));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::remainingMillis)
                .reversed()
                .thenComparing(candidate -> candidate.queue().worker()));
        return plan(candidates, thiefSpeed);
    }

    private StealPlan plan(List<Candidate> candidates, double thiefSpeed) {
        List<TakeSource.Steal> attempts = new ArrayList<>();
        List<StealRefusal> refusals = new ArrayList<>();
        for (Candidate candidate : candidates) {
            long most = (long) Math.min(Long.MAX_VALUE, margin.within(candidate.remainingMillis()) * thiefSpeed);
            if (most > 0) {
                attempts.add(attempt(candidate, most, thiefSpeed));
            } else {
                refusals.add(new StealRefusal(candidate.queue().worker(), StealRefusal.Reason.NO_GAIN));
            }
        }
        return new StealPlan(attempts, Optional.empty(), refusals);
    }

    /** When a queue's owner would be through with everything, counted from now. */
    private static Candidate candidate(
            QueueView view, QueueView.Queue queue, double speed, QueueView.@Nullable Lease lease) {
        if (queue.membership() == QueueView.Membership.EXPECTED) {
            return new Candidate(queue, speed, Double.POSITIVE_INFINITY); // it may never come
        }
        if (lease == null) {
            return new Candidate(queue, speed, (double) queue.queuedCostMillis() / speed);
        }
        double predicted = (double) lease.costMillis() / speed;
        double elapsed = (double) (view.time().toEpochMilli() - lease.taken().toEpochMilli());
        double slower = Math.max(1, elapsed / Math.max(1, OVERDUE * predicted));
        return new Candidate(
                queue,
                speed / slower,
                Math.max(0, predicted - elapsed) + (double) queue.queuedCostMillis() / speed * slower);
    }

    private static TakeSource.Steal attempt(Candidate victim, long most, double thiefSpeed) {
        QueueView.Queue queue = victim.queue();
        if ((double) queue.queuedCostMillis() / thiefSpeed > LONG_TASK_MILLIS * (double) queue.depth()) {
            return new TakeSource.Steal(queue.worker(), most);
        }
        double together = victim.remainingMillis() / (1 / thiefSpeed + 1 / victim.speed());
        long balancing = (long) Math.min((double) queue.queuedCostMillis() / 2.0, together);
        long further = Math.min(MOST_FURTHER_TASKS, (queue.depth() + 1) / 2 - 1);
        return new TakeSource.Steal(queue.worker(), most, (int) further, balancing);
    }
}
