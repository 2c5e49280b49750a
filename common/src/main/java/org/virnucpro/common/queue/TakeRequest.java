package org.virnucpro.common.queue;

import java.util.List;
import java.util.Optional;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/**
 * A try to take a task.
 *
 * @param worker who takes
 * @param incarnation which start of it; an older one is fenced off
 * @param sources lists in the order in which they are tried
 * @param queues all queues of the run, over whose depths the threshold is checked
 * @param threshold condition for every {@link TakeSource.Steal}; empty: none
 */
public record TakeRequest(
        WorkerId worker,
        Incarnation incarnation,
        List<TakeSource> sources,
        List<WorkerId> queues,
        Optional<ImbalanceThreshold> threshold) {

    public TakeRequest {
        sources = List.copyOf(sources);
        queues = List.copyOf(queues);
    }
}
