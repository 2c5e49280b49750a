package org.virnucpro.common.steal;

import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/**
 * Says from whom an idle worker tries to steal. What it says comes from a view that is stale already: it orders tries, and
 * the broker checks each condition again in the same step as the pop. One per worker and run: it may remember what it saw.
 * Confined to one thread.
 */
public interface StealPolicy {

    /** Whom to try, best first, and why the others are not worth a try now. */
    StealPlan plan(QueueView view, WorkerId thief);
}
