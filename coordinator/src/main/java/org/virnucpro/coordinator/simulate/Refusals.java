package org.virnucpro.coordinator.simulate;

import java.util.Map;
import java.util.TreeMap;
import org.virnucpro.common.steal.StealPlan;

/** Counts the tries that came to nothing, and why. Not thread-safe. */
final class Refusals {

    private final Map<String, Long> byReason = new TreeMap<>();
    private long tries;

    /** A try that got nothing although queues had tasks. */
    void add(StealPlan plan) {
        tries++;
        plan.refusals().forEach(refusal -> byReason.merge(refusal.reason().name(), 1L, Long::sum));
        if (!plan.attempts().isEmpty()) {
            byReason.merge("GUARD", (long) plan.attempts().size(), Long::sum);
        }
    }

    long tries() {
        return tries;
    }

    Map<String, Long> byReason() {
        return byReason;
    }
}
