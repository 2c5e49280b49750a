package org.virnucpro.worker.loop;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.FailKind;

/**
 * What becomes of a worker whose engine hangs: its task is given back, its queue is opened to all, and the process ends, since a
 * thread inside an engine cannot be stopped from outside. Confined to the lease thread.
 */
final class HungEngine {

    private static final Logger LOG = LoggerFactory.getLogger(HungEngine.class);

    private final ProgressWatch watch;
    private final Supplier<Collection<Membership>> memberships;
    private final Announcement announcement;
    private final Runnable endProcess;

    HungEngine(
            ProgressWatch watch,
            Supplier<Collection<Membership>> memberships,
            Announcement announcement,
            Runnable endProcess) {
        this.watch = watch;
        this.memberships = memberships;
        this.announcement = announcement;
        this.endProcess = endProcess;
    }

    /** Looks; ends the process when its engine hangs. */
    void look() {
        Optional<Candidate> stuck = watch.stuck();
        if (stuck.isPresent()) {
            Candidate task = stuck.get();
            String words = "the engine hangs: nothing has moved for "
                    + watch.limitOf(task.task()).toSeconds() + " s (worker " + announcement.worker() + ")";
            LOG.error(
                    "task {} of run {}: {}; the task is given back and this worker ends, so that it can be started anew",
                    task.task().id(),
                    task.membership().run(),
                    words);
            memberships.get().forEach(membership -> giveUp(membership, task, words));
            quietly(announcement::withdraw);
            endProcess.run();
        }
    }

    private void giveUp(Membership membership, Candidate task, String words) {
        membership.running().ifPresent(lease -> {
            boolean hung = membership == task.membership()
                    && lease.held().task().equals(task.task().id());
            quietly(() -> membership
                    .queues()
                    .fail(lease.held().task(), lease.held().token(), words, hung ? FailKind.BURN : FailKind.RELEASE));
        });
        // Not a leave: whoever started this process shall see that it was a member.
        quietly(() -> membership.queues().drain(announcement.worker(), membership.incarnation()));
    }

    /** What the broker does not hear now it learns from the end of the lease. */
    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (BrokerException silent) {
            LOG.warn("the broker does not answer: {}", silent.getMessage());
        }
    }
}
