package org.virnucpro.coordinator.service;

import java.util.List;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.RunId;

/** Hears of the cluster, on the thread of {@link ClusterWatch}; must return soon. */
interface ClusterListener {

    /** Once per look that the broker answered. */
    default void looked(ClusterSnapshot snapshot) {}

    /**
     * What has happened in a run since the last look, in order.
     *
     * @param earlier whether it had happened before this process began to look
     */
    default void happened(RunId run, List<QueueEvent> events, boolean earlier) {}

    /** A run is over, or gone; nothing more happens in it. */
    default void ended(RunId run) {}
}
