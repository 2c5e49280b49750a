package org.virnucpro.coordinator.control;

import java.util.Locale;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.WorkerRecord;

/** Asks workers to leave, or to stay after all. Thread-safe. */
public final class WorkerDrain {

    /** How a worker stands to the wish. */
    public enum Standing {
        /** It takes nothing new and leaves after its running task. */
        DRAINING,
        /** It need not leave any more. */
        WORKING,
        /** It has left. */
        GONE;

        /** As programs read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ClusterRegistry registry;

    public WorkerDrain(ClusterRegistry registry) {
        this.registry = registry;
    }

    /** Asks this start of a worker to leave. */
    public Standing request(WorkerRecord worker) {
        return registry.requestDrain(worker.worker(), worker.incarnation()) ? Standing.DRAINING : Standing.GONE;
    }

    /** Takes the request back. */
    public Standing cancel(WorkerRecord worker) {
        return registry.cancelDrain(worker.worker(), worker.incarnation()) ? Standing.WORKING : Standing.GONE;
    }
}
