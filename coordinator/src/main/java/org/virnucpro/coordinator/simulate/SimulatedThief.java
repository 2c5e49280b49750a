package org.virnucpro.coordinator.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealPlan;
import org.virnucpro.common.steal.StealPolicy;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/** Takes the next task of one simulated worker in the steps of a real one. Not thread-safe. */
final class SimulatedThief {

    private static final Incarnation INCARNATION = new Incarnation("simulated");
    private static final List<TakeSource> OWN_WORK = List.of(new TakeSource.RetryList(), new TakeSource.OwnQueue());
    private static final StealPolicy NEVER = (view, thief) -> new StealPlan(List.of(), Optional.empty(), List.of());

    private final WorkerId self;
    private final StealPolicy policy;
    private final Refusals refusals;
    private final TakeRequest own;

    SimulatedThief(
            WorkerId self,
            StealSettings stealing,
            UnaryOperator<StealPolicy> changed,
            RandomGenerator random,
            Refusals refusals) {
        this.self = self;
        this.policy = stealing.enabled() ? changed.apply(stealing.newPolicy(random)) : NEVER;
        this.refusals = refusals;
        this.own = new TakeRequest(self, INCARNATION, OWN_WORK, List.of(), Optional.empty());
    }

    /** What a look at the queues came to. */
    record Try(TakeRequest request, StealPlan plan) {}

    /** The next task that needs no look at other queues. */
    Optional<SimulatedQueues.Taken> takeOwn(SimulatedQueues queues, double nowMillis) {
        return queues.take(own, nowMillis);
    }

    /** Looks at all queues and decides whom to try. */
    Try look(SimulatedQueues queues, double nowMillis) {
        QueueView view = queues.observe(nowMillis);
        List<TakeSource> sources = new ArrayList<>(OWN_WORK);
        view.queues().stream()
                .filter(queue -> queue.membership() == QueueView.Membership.DEPARTED)
                .forEach(queue -> sources.add(new TakeSource.Departed(queue.worker())));
        StealPlan plan = policy.plan(view, self);
        sources.addAll(plan.attempts());
        List<WorkerId> owners = plan.threshold().isEmpty()
                ? List.of()
                : view.queues().stream().map(QueueView.Queue::worker).toList();
        return new Try(new TakeRequest(self, INCARNATION, sources, owners, plan.threshold()), plan);
    }

    /** Tries what the look came to; the queues may have changed since. */
    Optional<SimulatedQueues.Taken> take(Try decided, SimulatedQueues queues, double nowMillis) {
        Optional<SimulatedQueues.Taken> taken = queues.take(decided.request(), nowMillis);
        if (taken.isEmpty()) {
            refusals.add(decided.plan());
        }
        return taken;
    }
}
