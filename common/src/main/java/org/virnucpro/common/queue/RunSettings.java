package org.virnucpro.common.queue;

import java.time.Duration;

/**
 * What the broker must know of a run before its first task.
 *
 * @param tasks planned tasks; ids are 0 to tasks-1
 * @param lease how long a take lasts without a heartbeat
 * @param retries when a task that fails is dead
 */
public record RunSettings(int tasks, Duration lease, RetryBudget retries) {

    /** Leases of 30 s, three errors, three lost workers, and no wait in between. */
    public static RunSettings of(int tasks) {
        return new RunSettings(tasks, Duration.ofSeconds(30), 3);
    }

    /** As many errors as losses, and no wait in between. */
    public RunSettings(int tasks, Duration lease, int attempts) {
        this(tasks, lease, new RetryBudget(attempts, attempts, Duration.ZERO));
    }

    public RunSettings {
        if (tasks < 0 || lease.toMillis() < 100) {
            throw new IllegalArgumentException("run of " + tasks + " tasks, lease " + lease);
        }
    }
}
