package org.virnucpro.worker.loop;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.RunId;

/**
 * Tells the runs that this worker takes nothing new, so that others empty its queues while its last task still runs; also
 * those that gave it a queue and that it has not joined. Confined to the lease thread, {@link #leave} to the loop's thread
 * after the end of that.
 */
final class DrainNotice {

    private static final Logger LOG = LoggerFactory.getLogger(DrainNotice.class);

    private final ClusterRegistry registry;
    private final Supplier<Collection<Membership>> memberships;
    private final Announcement announcement;
    private final Set<RunId> told = new HashSet<>();

    DrainNotice(ClusterRegistry registry, Supplier<Collection<Membership>> memberships, Announcement announcement) {
        this.registry = registry;
        this.memberships = memberships;
        this.announcement = announcement;
    }

    /** Said again with every announcement, so that runs which are opened meanwhile hear it, too. */
    void tell() {
        for (RunSummary run : registry.runs()) {
            if (!run.state().isFinal()) {
                registry.queues(run.run()).drain(announcement.worker(), announcement.incarnation());
                if (told.add(run.run())) {
                    LOG.info("run {}: takes nothing new; what waits in its queue is left to others", run.run());
                }
            }
        }
    }

    /** The runs that it had joined are joined again; others when it takes from them. */
    void takeBack() {
        LOG.info("works on: it need not leave any more");
        told.clear();
        for (Membership membership : memberships.get()) {
            WorkerRecord self = announcement.self();
            membership.queues().join(self.worker(), membership.incarnation(), self.weight(), self.longestRecord());
        }
    }

    /** Ends what was only told and never joined; without effect for other runs. */
    void leave() {
        for (RunId run : told) {
            try {
                registry.queues(run).leave(announcement.worker(), announcement.incarnation());
            } catch (BrokerException silent) {
                LOG.debug("run {} will see by itself that this worker is gone: {}", run, silent.getMessage());
            }
        }
    }
}
