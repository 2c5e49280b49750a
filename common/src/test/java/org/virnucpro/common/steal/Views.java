package org.virnucpro.common.steal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Builds views of queues for tests of policies. */
final class Views {

    static final Instant NOW = Instant.ofEpochSecond(1_000_000);

    private final List<QueueView.Queue> queues = new ArrayList<>();
    private final List<QueueView.Lease> leases = new ArrayList<>();

    /** A member that has done nothing yet. */
    Views queue(String worker, double weight, long depth, long queuedMillis) {
        return queue(worker, Membership.MEMBER, weight, depth, queuedMillis, new QueueView.Done(0, 0, 0, 0, 0, 0));
    }

    Views queue(
            String worker, Membership membership, double weight, long depth, long queuedMillis, QueueView.Done done) {
        queues.add(new QueueView.Queue(new WorkerId(worker), membership, weight, depth, queuedMillis, 0, done));
        return this;
    }

    /** A queue with tasks that need so much, of an owner that holds so much, counted in bases of the longest record. */
    Views queue(String worker, Membership membership, long depth, long holds, long needed) {
        queues.add(new QueueView.Queue(
                new WorkerId(worker),
                membership,
                1,
                depth,
                depth * 100_000,
                100_000,
                new QueueView.Done(0, 0, 0, 0, 0, 0),
                new QueueView.Room(holds, needed)));
        return this;
    }

    Views running(String worker, long costMillis, long sinceMillis) {
        leases.add(new QueueView.Lease(
                new TaskId(leases.size()),
                new WorkerId(worker),
                costMillis,
                NOW.minusMillis(sinceMillis),
                NOW.plusSeconds(30)));
        return this;
    }

    QueueView view() {
        return new QueueView(RunState.OPEN, NOW, queues, 0, new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0), leases);
    }
}
