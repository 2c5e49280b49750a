package org.virnucpro.common.steal;

import java.util.List;
import java.util.Optional;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.WorkerId;

/**
 * Says from whom an idle worker tries to steal. What it says comes from a view that is stale already: it orders tries, and
 * the broker checks each condition again in the same step as the pop.
 */
public interface StealPolicy {

    /** Whom to try, best first; empty when nobody is worth a try now. */
    List<TakeSource.Steal> victims(QueueView view, WorkerId thief);

    /** The condition for the request that carries the tries; empty: none. */
    Optional<ImbalanceThreshold> threshold();
}
