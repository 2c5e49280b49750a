package org.virnucpro.worker.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.device.TelemetrySource;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/** How this worker shows itself to the cluster, and under which incarnation. Thread-safe. */
final class Announcement {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);

    private final ClusterRegistry registry;
    private final WorkerRecord self;
    private final Drain drain;
    private final TelemetrySource telemetry;
    private volatile Incarnation incarnation;
    private volatile boolean heard;

    /** @param telemetry asked at each announcement */
    Announcement(ClusterRegistry registry, WorkerRecord self, Drain drain, TelemetrySource telemetry) {
        this.registry = registry;
        this.self = self;
        this.drain = drain;
        this.telemetry = telemetry;
        this.incarnation = self.incarnation();
    }

    WorkerId worker() {
        return self.worker();
    }

    /** The incarnation to join runs with; one that the broker has given up never comes back. */
    Incarnation incarnation() {
        return incarnation;
    }

    /** The worker as it started; its incarnation may be another one by now. */
    WorkerRecord self() {
        return self;
    }

    /** Renews it, and hears whether this worker is asked to drain. */
    void renew(boolean draining) {
        drain.asked(announce(draining));
    }

    /** Whether the cluster has heard of this worker. */
    boolean isHeard() {
        return heard;
    }

    private boolean announce(boolean draining) {
        boolean asked = registry.announce(self.announced(incarnation, draining, telemetry.latest()));
        heard = true;
        return asked;
    }

    /** Goes on under a new incarnation, known to the cluster before any run is joined with it. */
    void startAnew() {
        if (announce(drain.isRequested())) {
            // The request was for this process, whatever it calls itself; the new incarnation would not hear it again.
            drain.request();
        }
        incarnation = Incarnation.fresh();
        renew(drain.isRequested());
    }

    void withdraw() {
        try {
            registry.withdraw(self.worker(), incarnation);
        } catch (BrokerException silence) {
            LOG.warn("could not withdraw; the announcement runs out by itself: {}", silence.getMessage());
        }
    }
}
