package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealPlan;
import org.virnucpro.common.steal.StealPolicy;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/**
 * Takes the next task of one run: from the retry list, from the own queue, from queues of departed workers, and, only when
 * stealing was asked for, from other workers. It looks at the queues only when the first two had nothing, and what it sees
 * then orders the tries; whether a list gives a task is decided by the broker, which pops without looking at sizes first.
 * Confined to one thread.
 */
public final class BatchQueueManager {

    private static final List<TakeSource> OWN_WORK = List.of(new TakeSource.RetryList(), new TakeSource.OwnQueue());

    private final SharedWorkQueues queues;
    private final WorkerId self;
    private final Incarnation incarnation;
    private final @Nullable StealPolicy policy;
    private String whyIdle = "";
    private Optional<Duration> nextRetry = Optional.empty();

    /** Without stealing: every worker computes what the plan gave it, and what others left behind. */
    public BatchQueueManager(SharedWorkQueues queues, WorkerId self, Incarnation incarnation) {
        this(queues, self, incarnation, null);
    }

    private BatchQueueManager(
            SharedWorkQueues queues, WorkerId self, Incarnation incarnation, @Nullable StealPolicy policy) {
        this.queues = queues;
        this.self = self;
        this.incarnation = incarnation;
        this.policy = policy;
    }

    /** The same with stealing: the policy orders the victims, the broker holds every steal against its conditions. */
    public BatchQueueManager stealing(StealPolicy victims) {
        return new BatchQueueManager(queues, self, incarnation, victims);
    }

    /** Takes one task; never waits for one. The outcome is never {@link TakeOutcome.CallAgain}. */
    public TakeOutcome next() {
        TakeOutcome outcome = fromAnywhere();
        nextRetry = outcome instanceof TakeOutcome.Empty empty ? empty.nextRetry() : Optional.empty();
        return outcome;
    }

    private TakeOutcome fromAnywhere() {
        TakeOutcome own = take(OWN_WORK, List.of(), Optional.empty());
        if (!(own instanceof TakeOutcome.Empty)) {
            whyIdle = IdleReason.of(own).orElse("");
            return own;
        }
        QueueView view = queues.observe();
        List<TakeSource> others = new ArrayList<>();
        view.queues().stream()
                .filter(queue -> queue.membership() == QueueView.Membership.DEPARTED)
                .filter(queue -> !queue.worker().equals(self))
                .forEach(queue -> others.add(new TakeSource.Departed(queue.worker())));
        if (policy == null) {
            whyIdle = IdleReason.withoutStealing(view, own);
            return others.isEmpty() ? own : takeFromAny(view, others, Optional.empty());
        }
        StealPlan plan = policy.plan(view, self);
        others.addAll(plan.attempts());
        TakeOutcome outcome = others.isEmpty() ? own : takeFromAny(view, others, plan.threshold());
        whyIdle = IdleReason.of(outcome).orElseGet(() -> IdleReason.of(view, plan, outcome));
        return outcome;
    }

    /** How long after the last {@link #next} a task may be taken that waits for its next attempt; empty when none waits. */
    Optional<Duration> nextRetry() {
        return nextRetry;
    }

    /** Why the last {@link #next} gave no task, in words. */
    String whyIdle() {
        return whyIdle;
    }

    /** The run was passed over because of its state. */
    void passedOver(RunState state) {
        whyIdle = IdleReason.of(state).words();
    }

    /** One atomic try over all lists in order, the own ones first, since they may have filled meanwhile. */
    private TakeOutcome takeFromAny(QueueView view, List<TakeSource> others, Optional<ImbalanceThreshold> threshold) {
        List<TakeSource> sources = new ArrayList<>(OWN_WORK);
        sources.addAll(others);
        List<WorkerId> owners =
                view.queues().stream().map(QueueView.Queue::worker).toList();
        return take(sources, owners, threshold);
    }

    private TakeOutcome take(List<TakeSource> sources, List<WorkerId> owners, Optional<ImbalanceThreshold> limit) {
        TakeRequest request = new TakeRequest(self, incarnation, sources, owners, limit);
        TakeOutcome outcome = queues.take(request);
        while (outcome instanceof TakeOutcome.CallAgain) {
            outcome = queues.take(request);
        }
        return outcome;
    }
}
