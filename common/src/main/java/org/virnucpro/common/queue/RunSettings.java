package org.virnucpro.common.queue;

import java.time.Duration;

/**
 * What the broker must know of a run before its first task.
 *
 * @param tasks planned tasks; ids are 0 to tasks-1
 * @param lease how long a take lasts without a heartbeat
 * @param attempts executions of a task before it is dead
 */
public record RunSettings(int tasks, Duration lease, int attempts) {

    /** Leases of 30 s and three attempts. */
    public static RunSettings of(int tasks) {
        return new RunSettings(tasks, Duration.ofSeconds(30), 3);
    }

    public RunSettings {
        if (tasks < 0 || lease.toMillis() < 100 || attempts < 1) {
            throw new IllegalArgumentException(
                    "run of " + tasks + " tasks, lease " + lease + ", " + attempts + " attempts");
        }
    }
}
