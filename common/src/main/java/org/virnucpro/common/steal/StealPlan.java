package org.virnucpro.common.steal;

import java.util.List;
import java.util.Optional;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.TakeSource;

/**
 * What a policy makes of one view.
 *
 * @param attempts whom to try, best first
 * @param threshold the condition for the request that carries the attempts; empty: none
 * @param refusals victims that are not tried, each with its reason; for people
 */
public record StealPlan(
        List<TakeSource.Steal> attempts, Optional<ImbalanceThreshold> threshold, List<StealRefusal> refusals) {

    public StealPlan {
        attempts = List.copyOf(attempts);
        refusals = List.copyOf(refusals);
    }
}
