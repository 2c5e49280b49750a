package org.virnucpro.worker.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/** How this worker shows itself to the cluster, and under which incarnation. Thread-safe. */
final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    private final ClusterRegistry registry;
    private final WorkerRecord self;
    private volatile Incarnation incarnation;

    Announcement(ClusterRegistry registry, WorkerRecord self) {
        this.registry = registry;
        this.self = self;
        this.incarnation = self.incarnation();
    }

    WorkerId worker() {
        return self.worker();
    }

    /** The incarnation to join runs with; one that the broker has given up never comes back. */
    Incarnation incarnation() {
        return incarnation;
    }

    void renew(boolean draining) {
        registry.announce(new WorkerRecord(
                self.worker(),
                incarnation,
                self.host(),
                self.device(),
                self.engine(),
                self.weight(),
                self.models(),
                draining,
                self.lastSeen()));
    }

    /** Goes on under a new incarnation, known to the cluster before any run is joined with it. */
    void startAnew() {
        incarnation = Incarnation.fresh();
        renew(false);
    }

    void withdraw() {
        try {
            registry.withdraw(self.worker(), incarnation);
        } catch (BrokerException silence) {
            LOG.warn("could not withdraw; the announcement runs out by itself: {}", silence.getMessage());
        }
    }
}
