package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;

/**
 * This worker's part in one run. Thread-safe: the loop takes and completes, the lease keeper renews.
 */
final class Membership {

    private final RunSpec spec;
    private final SharedWorkQueues queues;
    private final BatchQueueManager batches;
    private final Incarnation incarnation;
    private final Duration leaseLength;
    private final AtomicReference<@Nullable Lease> running = new AtomicReference<>();

    Membership(
            RunSpec spec,
            SharedWorkQueues queues,
            BatchQueueManager batches,
            Incarnation incarnation,
            Duration leaseLength) {
        this.spec = spec;
        this.queues = queues;
        this.batches = batches;
        this.incarnation = incarnation;
        this.leaseLength = leaseLength;
    }

    RunId run() {
        return spec.run();
    }

    RunSpec spec() {
        return spec;
    }

    SharedWorkQueues queues() {
        return queues;
    }

    /** Takes tasks; for the loop alone. */
    BatchQueueManager batches() {
        return batches;
    }

    Incarnation incarnation() {
        return incarnation;
    }

    Duration leaseLength() {
        return leaseLength;
    }

    /** The task that runs now. */
    Optional<Lease> running() {
        return Optional.ofNullable(running.get());
    }

    void started(Lease lease) {
        running.set(lease);
    }

    void finished() {
        running.set(null);
    }

    /** The broker has given this membership up, or the run is over: what runs is stopped. */
    void lose() {
        running().ifPresent(Lease::lose);
    }
}
