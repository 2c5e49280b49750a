package org.virnucpro.common.queue;

/**
 * Tasks of a run by state; queued + leased + done + dead + cancelled = submitted at every instant.
 *
 * @param planned tasks in the plan
 * @param requeues times that a task was queued again at the cost of an attempt
 * @param steals tasks taken from another worker's queue
 */
public record RunCounts(
        long planned,
        long submitted,
        long pending,
        long leased,
        long done,
        long dead,
        long cancelled,
        long requeues,
        long steals) {

    /** Whether every planned task has reached a final state. */
    public boolean isOver() {
        return done + dead + cancelled == planned;
    }
}
