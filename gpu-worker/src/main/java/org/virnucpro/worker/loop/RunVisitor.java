package org.virnucpro.worker.loop;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;

/**
 * Finds the next task: in the run of the last one while that has work for this worker, else in all open runs in their
 * order. Confined to the loop's thread.
 */
final class RunVisitor {

    private final ClusterRegistry registry;
    private final Memberships memberships;
    private final Ticker ticker;
    private final Drain drain;
    private @Nullable RunId last;

    RunVisitor(ClusterRegistry registry, Memberships memberships, Ticker ticker, Drain drain) {
        this.registry = registry;
        this.memberships = memberships;
        this.ticker = ticker;
        this.drain = drain;
    }

    /** The next task, leased; empty when no run has one for this worker now. */
    Optional<Assignment> next() {
        Optional<Assignment> more = last == null ? Optional.empty() : from(last);
        if (more.isPresent()) {
            return more;
        }
        last = null;
        return fromAll();
    }

    private Optional<Assignment> fromAll() {
        List<RunSummary> alive =
                registry.runs().stream().filter(run -> !run.state().isFinal()).toList();
        memberships.keepOnly(alive.stream().map(RunSummary::run).toList());
        for (RunSummary run : alive) {
            if (run.state() != RunState.OPEN) {
                memberships
                        .joined(run.run())
                        .ifPresent(membership -> membership.batches().passedOver(run.state()));
            } else if (!drain.isRequested()) {
                Optional<Assignment> found = from(run.run());
                if (found.isPresent()) {
                    last = run.run();
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Assignment> from(RunId run) {
        return memberships.of(run).flatMap(this::take);
    }

    private Optional<Assignment> take(Membership membership) {
        long sent = ticker.nanos();
        TakeOutcome outcome = membership.batches().next();
        if (outcome instanceof TakeOutcome.Leased taken) {
            HeldLease held = new HeldLease(taken.task().id(), taken.token());
            Lease lease = new Lease(held, membership.leaseLength(), sent, ticker, drain);
            membership.started(lease);
            return Optional.of(new Assignment(membership, taken, lease));
        }
        if (outcome instanceof TakeOutcome.Fenced) {
            memberships.fenced(membership);
        } else if (outcome instanceof TakeOutcome.NotOpen closed
                && (closed.state().isFinal() || closed.state() == RunState.ABSENT)) {
            memberships.forget(membership);
        }
        return Optional.empty();
    }
}
