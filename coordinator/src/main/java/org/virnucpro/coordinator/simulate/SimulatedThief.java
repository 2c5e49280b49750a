package org.virnucpro.coordinator.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    SimulatedThief(WorkerId self, StealSettings stealing, RandomGenerator random, Refusals refusals) {
        this.self = self;
        this.policy = stealing.enabled() ? stealing.newPolicy(random) : NEVER;
        this.refusals = refusals;
        this.own = new TakeRequest(self, INCARNATION, OWN_WORK, List.of(), Optional.empty());
    }

    Optional<SimulatedQueues.Taken> next(SimulatedQueues queues, double nowMillis) {
        Optional<SimulatedQueues.Taken> taken = queues.take(own, nowMillis);
        if (taken.isPresent() || queues.pending() == 0) {
            return taken;
        }
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
        taken = queues.take(new TakeRequest(self, INCARNATION, sources, owners, plan.threshold()), nowMillis);
        if (taken.isEmpty()) {
            refusals.add(plan);
        }
        return taken;
    }
}
