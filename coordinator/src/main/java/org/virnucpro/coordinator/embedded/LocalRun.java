package org.virnucpro.coordinator.embedded;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.RunExecution;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunListener;
import org.virnucpro.coordinator.run.RunReport;

/**
 * One run on this machine: worker processes of its own, coordinated in this process, stopped at its end. Not reusable.
 */
public final class LocalRun implements LocalWorkers.Listener {

    private static final int PRIORITY = 0;

    private final ClusterRegistry registry;
    private final RunSpec spec;
    private final RunExecution execution;

    public LocalRun(
            ClusterRegistry registry,
            RunSpec spec,
            DataRoots roots,
            RunExecution.Settings settings,
            RunCosts costs,
            InstantSource clock) {
        this.registry = registry;
        this.spec = spec;
        this.execution = new RunExecution(spec, settings, registry, roots, costs, clock);
    }

    /** Ends the run early with this failure. Thread-safe. */
    public void abort(RunFailedException reason) {
        execution.abort(reason);
    }

    /**
     * Starts the workers, runs to the end, stops the workers.
     *
     * @param workers whom to start, and how fast the plan believes them
     * @param onLine hears the workers' logs
     */
    public RunReport run(
            List<WorkerSpeed> workers,
            WorkerCommandLine commandLine,
            RunListener listener,
            BiConsumer<WorkerId, String> onLine)
            throws InterruptedException {
        registry.submit(spec, PRIORITY);
        try (LocalWorkers processes = new LocalWorkers(commandLine, this, onLine)) {
            processes.start(workers.stream().map(WorkerSpeed::worker).toList());
            return execution.execute(() -> workers, listener);
        }
    }

    @Override
    public void lost(WorkerId worker) {
        SharedWorkQueues queues = registry.queues(spec.run());
        Incarnation incarnation = queues.members().get(worker);
        if (incarnation != null) {
            queues.declareLost(worker, incarnation);
        } else {
            queues.declareAbsent(worker);
        }
    }

    @Override
    public void allGone(String reason) {
        abort(new RunFailedException(ExitCodes.UNAVAILABLE, "no worker is left: " + reason));
    }

    /** Settings of local runs: polls as often as asked, and leases short enough that a hung worker is noticed. */
    public static RunExecution.Settings settings(Duration pollInterval, Duration stallAfter) {
        return new RunExecution.Settings(pollInterval, Duration.ofSeconds(30), 3, stallAfter, Duration.ofMinutes(5));
    }
}
