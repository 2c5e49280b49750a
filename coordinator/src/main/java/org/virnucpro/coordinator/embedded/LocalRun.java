package org.virnucpro.coordinator.embedded;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.DiskCheck;
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
    private final Set<WorkerId> neverSeen = ConcurrentHashMap.newKeySet();

    public LocalRun(
            ClusterRegistry registry,
            RunSpec spec,
            DataRoots roots,
            RunExecution.Settings settings,
            RunCosts costs,
            DiskCheck disk,
            InstantSource clock) {
        this.registry = registry;
        this.spec = spec;
        this.execution = new RunExecution(spec, settings, registry, roots, costs, disk, clock);
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
    public Restarts.Standing lost(WorkerId worker) {
        try {
            SharedWorkQueues queues = registry.queues(spec.run());
            Incarnation incarnation = queues.members().get(worker);
            QueueView.Queue queue = queues.observe().byWorker().get(worker);
            if (incarnation != null) {
                neverSeen.remove(worker);
                queues.declareLost(worker, incarnation);
            } else if (queue == null || queue.membership() == QueueView.Membership.EXPECTED) {
                neverSeen.add(worker);
                queues.declareAbsent(worker);
            }
            return new Restarts.Standing(
                    !neverSeen.contains(worker),
                    queue == null ? 0 : queue.done().tasks());
        } catch (BrokerException silent) {
            return Restarts.Standing.NEVER_JOINED;
        }
    }

    @Override
    public void allGone(String reason, int exitCode) {
        abort(new RunFailedException(
                exitCode == ExitCodes.CANNOT_CREATE ? exitCode : ExitCodes.UNAVAILABLE,
                "no worker is left: " + reason));
    }

    /** Settings of local runs: polls as often as asked, and leases short enough that a hung worker is noticed. */
    public static RunExecution.Settings settings(Duration pollInterval, Duration stallAfter) {
        return new RunExecution.Settings(
                pollInterval, Duration.ofSeconds(30), RetryBudget.DEFAULT, stallAfter, Duration.ofMinutes(5));
    }
}
