package org.virnucpro.common.steal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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

    private record Candidate(QueueView.Queue queue, double speed, double remainingMillis) {}

    private final StealMargin margin;
    private final EffectiveSpeeds speeds = new EffectiveSpeeds();
    private final Map<WorkerId, Instant> expectedSince = new HashMap<>();

    AdaptivePolicy(StealMargin margin) {
        this.margin = margin;
    }

    @Override
    public StealPlan plan(QueueView view, WorkerId thief) {
        List<StealRefusal> tooLarge = VictimOrder.tooLarge(view, thief);
        Set<WorkerId> excluded = tooLarge.stream().map(StealRefusal::victim).collect(Collectors.toSet());
        Map<WorkerId, QueueView.Lease> running = new HashMap<>();
        view.leases().forEach(lease -> running.put(lease.worker(), lease));
        double thiefSpeed = 1;
        List<Candidate> candidates = new ArrayList<>();
        for (QueueView.Queue queue : view.queues()) {
            double speed = speeds.update(queue);
            if (queue.worker().equals(thief)) {
                thiefSpeed = speed;
            } else if (VictimOrder.isVictim(queue, thief) && !excluded.contains(queue.worker())) {
                candidates.add(candidate(view, queue, speed, running.get(queue.worker())));
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::remainingMillis)
                .reversed()
                .thenComparing(candidate -> candidate.queue().worker()));
        return plan(candidates, thiefSpeed, tooLarge);
    }

    private StealPlan plan(List<Candidate> candidates, double thiefSpeed, List<StealRefusal> tooLarge) {
        List<TakeSource.Steal> attempts = new ArrayList<>();
        List<StealRefusal> refusals = new ArrayList<>(tooLarge);
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
    private Candidate candidate(QueueView view, QueueView.Queue queue, double speed, QueueView.@Nullable Lease lease) {
        if (queue.membership() == QueueView.Membership.EXPECTED) {
            return new Candidate(
                    queue, speed, (double) queue.queuedCostMillis() / speed + absence(view, queue.worker()));
        }
        ProjectedFinish finish = ProjectedFinish.of(view.time(), queue, lease, speed);
        return new Candidate(queue, finish.speed(), finish.remainingMillis());
    }

    /**
     * How long an owner that has not come yet will stay away. It may come in a moment, and it may never come: it is believed to
     * stay away as long again as it was waited for. So a slow worker that is there first does not take the giant file of a fast
     * one, and nothing waits forever.
     */
    private double absence(QueueView view, WorkerId owner) {
        Instant since = expectedSince.computeIfAbsent(owner, first -> view.time());
        return Math.max((double) Duration.between(since, view.time()).toMillis(), (double)
                margin.floor().toMillis());
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
