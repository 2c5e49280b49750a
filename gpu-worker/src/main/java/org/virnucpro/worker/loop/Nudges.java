package org.virnucpro.worker.loop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.task.WorkerId;

/** The subscriptions that end a wait when there is something to do, or to hear. Confined to the loop's thread. */
final class Nudges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Nudges.class);

    private final ClusterRegistry registry;
    private final Wakeup wakeup;
    private final WorkerId self;
    private final Runnable onRequest;
    private @Nullable AutoCloseable requests;
    private @Nullable AutoCloseable nudges;

    /**
     * @param onRequest called when somebody asks this worker for something
     */
    Nudges(ClusterRegistry registry, Wakeup wakeup, WorkerId self, Runnable onRequest) {
        this.registry = registry;
        this.wakeup = wakeup;
        this.self = self;
        this.onRequest = onRequest;
    }

    /** Subscribes unless that is done. */
    void subscribe() {
        if (requests == null) {
            requests = registry.onRequest(self, onRequest);
        }
        if (nudges == null) {
            nudges = registry.onNudge(wakeup::wake);
        }
    }

    @Override
    public void close() {
        end(requests);
        end(nudges);
    }

    private static void end(@Nullable AutoCloseable subscription) {
        if (subscription == null) {
            return;
        }
        try {
            subscription.close();
        } catch (Exception failure) {
            LOG.debug("the subscription ends with the connection", failure);
        }
    }
}
