package org.virnucpro.common.queue;

/**
 * Tasks of a run by state; queued + leased + done + dead + cancelled + split = submitted at every instant.
 *
 * @param planned tasks in the plan, those that took the place of others included
 * @param requeues times that a task was queued again at the cost of an attempt
 * @param steals tasks taken from another worker's queue
 * @param split tasks in whose place smaller ones are
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
        long steals,
        long split) {

    /** Of a run in which no task was split. */
    public RunCounts(
            long planned,
            long submitted,
            long pending,
            long leased,
            long done,
            long dead,
            long cancelled,
            long requeues,
            long steals) {
        this(planned, submitted, pending, leased, done, dead, cancelled, requeues, steals, 0);
    }

    /** Whether every planned task has reached a final state. */
    public boolean isOver() {
        return done + dead + cancelled + split == planned;
    }
}
