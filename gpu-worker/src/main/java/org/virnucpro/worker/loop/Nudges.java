package org.virnucpro.worker.loop;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;

/** The subscription that ends a wait when there is something to do. Confined to the loop's thread. */
final class Nudges implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Nudges.class);

    private final ClusterRegistry registry;
    private final Wakeup wakeup;
    private @Nullable AutoCloseable subscription;

    Nudges(ClusterRegistry registry, Wakeup wakeup) {
        this.registry = registry;
        this.wakeup = wakeup;
    }

    /** Subscribes unless that is done. */
    void subscribe() {
        if (subscription == null) {
            subscription = registry.onNudge(wakeup::wake);
        }
    }

    @Override
    public void close() {
        if (subscription == null) {
            return;
        }
        try {
            subscription.close();
        } catch (Exception failure) {
            LOG.debug("the subscription to nudges ends with the connection", failure);
        }
    }
}
