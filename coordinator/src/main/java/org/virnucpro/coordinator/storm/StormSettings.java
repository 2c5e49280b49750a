package org.virnucpro.coordinator.storm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a storm does.
 *
 * @param tasks of the run
 * @param processes worker processes
 * @param workersEach workers in each process
 * @param lease of a task without heartbeat; stalls are longer
 * @param attempts executions of a task before it is dead
 * @param barrier whether the broker's log is made sound after it was killed
 * @param workerOptions further arguments of worker processes
 * @param patience without any progress for so long the run counts as stuck
 */
public record StormSettings(
        StormMode mode,
        int tasks,
        long seed,
        int processes,
        int workersEach,
        Duration lease,
        int attempts,
        boolean barrier,
        List<String> workerOptions,
        Duration patience) {

    /** One in so many tasks cannot be computed. */
    static final int POISON_EVERY = 400;

    /** What a poisoned task seems to cost; no other costs the same. */
    static final long POISON_MILLIS = 13;

    public StormSettings {
        workerOptions = List.copyOf(workerOptions);
    }

    /** Four processes of two workers, leases of 2.5 s; a mutation is named as the option of the command says. */
    public static StormSettings of(StormMode mode, int tasks, long seed, Optional<String> mutation) {
        boolean barrier = !mutation.equals(Optional.of("NO_BARRIER"));
        return new StormSettings(
                mode,
                tasks,
                seed,
                4,
                2,
                Duration.ofMillis(2_500),
                8,
                barrier,
                barrier ? mutation.map(name -> List.of("--mutation", name)).orElse(List.of()) : List.of(),
                Duration.ofSeconds(45));
    }

    /** Share of completions before which a process stops: at least some in short storms, too. */
    double stallShare() {
        return Math.max(0.002, 2.0 / tasks);
    }

    /** Shortest stop of a process: clearly longer than a lease. */
    Duration leastStall() {
        return lease.multipliedBy(8).dividedBy(5);
    }
}
