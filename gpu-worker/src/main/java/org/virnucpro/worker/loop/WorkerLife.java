package org.virnucpro.worker.loop;

import java.time.Duration;
import org.virnucpro.common.service.ServiceState;

/**
 * How a worker is: ready when the cluster has heard of it; moving as long as its computation gives signs of life within the same
 * limit after which its engine counts as hung, and its loop looks at the queues between two tasks.
 */
final class WorkerLife implements ServiceState {

    /** Longer than a broker that does not answer can hold up one look at the queues. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Announcement announcement;
    private final ProgressWatch watch;
    private final Drain drain;
    private final BrokerLink link;

    WorkerLife(Announcement announcement, ProgressWatch watch, Drain drain, BrokerLink link) {
        this.announcement = announcement;
        this.watch = watch;
        this.drain = drain;
        this.link = link;
    }

    @Override
    public Phase phase() {
        if (drain.isRequested()) {
            return Phase.STOPPING;
        }
        return announcement.isHeard() ? Phase.SERVING : Phase.STARTING;
    }

    @Override
    public boolean isMoving() {
        return watch.isMoving(LONGEST_PAUSE);
    }

    @Override
    public String words() {
        String work = watch.running()
                .map(task -> "task " + task.task().id() + " of run "
                        + task.membership().run())
                .orElse("idle");
        String broker = link.isSilent() ? ", the broker does not answer" : "";
        return switch (phase()) {
            case STARTING -> "joining the cluster" + broker;
            case SERVING -> work + broker;
            case STOPPING -> "draining, " + work + broker;
        };
    }
}
