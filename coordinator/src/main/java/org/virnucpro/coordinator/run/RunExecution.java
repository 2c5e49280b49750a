package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.balance.BrokerBarrier;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.balance.ThroughputLog;
import org.virnucpro.coordinator.balance.WorkStealingCoordinator;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.ShardBisection;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * The life of one run: plan, submit, watch, merge, publish. The same class runs in a coordinator daemon and inside
 * {@code predict}. Every step can be repeated by another process after a crash. Confined to one thread, {@link #wake}
 * apart.
 */
public final class RunExecution {

    /** Who may compute the run; blocks until there is somebody. */
    @FunctionalInterface
    public interface Workforce {
        List<WorkerSpeed> await() throws InterruptedException;
    }

    /**
     * How runs are coordinated.
     *
     * @param pollInterval between looks at the queues
     * @param lease of a task without heartbeat
     * @param retries when a task that fails is given up
     * @param stallAfter time without a finished task after which a worker with queued tasks counts as stalled
     * @param retention of a finished run in the broker
     */
    public record Settings(
            Duration pollInterval, Duration lease, RetryBudget retries, Duration stallAfter, Duration retention) {}

    private final RunSpec spec;
    private final Settings settings;
    private final ClusterRegistry registry;
    private final DataRoots roots;
    private final RunCosts costs;
    private final InstantSource clock;
    private final DiskCheck disk;
    private final PollTimer timer;
    private final Set<TaskId> reused = new HashSet<>();
    private volatile @Nullable RunFailedException abort;

    public RunExecution(
            RunSpec spec,
            Settings settings,
            ClusterRegistry registry,
            DataRoots roots,
            RunCosts costs,
            DiskCheck disk,
            InstantSource clock) {
        this.spec = spec;
        this.settings = settings;
        this.registry = registry;
        this.roots = roots;
        this.costs = costs;
        this.disk = disk;
        this.clock = clock;
        this.timer = new PollTimer(settings.pollInterval());
    }

    /** Polls at once instead of at the next interval. Thread-safe. */
    public void wake() {
        timer.wake();
    }

    /** Makes {@link #execute} end with this failure at its next step. Thread-safe. */
    public void abort(RunFailedException reason) {
        abort = reason;
        timer.wake();
    }

    /**
     * Runs to the end.
     *
     * @throws RunFailedException when it cannot; says why
     */
    public RunReport execute(Workforce workforce, RunListener listener) throws InterruptedException {
        Instant started = clock.instant();
        RunFolders folders = new RunFolders(roots.resolve(spec.output()), spec.run());
        try {
            folders.create();
            RunPreparation preparation = new RunPreparation(spec, folders, roots, disk);
            StoredPlan stored;
            try (SoleStep step = SoleStep.begin(folders)) {
                stored = preparation.plan(() -> costs.fleet(workforce.await()));
            }
            RunPlan plan = stored.plan();
            listener.planned(plan);
            SharedWorkQueues queues = registry.queues(spec.run());
            PoisonShards poison = new PoisonShards(
                    queues,
                    folders,
                    new ShardBisection(spec.chunkSize()),
                    index -> file(spec.inputs().get(index)));
            RunSettings ofRun = new RunSettings(plan.plannedTasks().size(), settings.lease(), settings.retries());
            PlanSubmission submission = new PlanSubmission(queues, folders, stored);
            BrokerBarrier barrier =
                    new BrokerBarrier(registry.server(), queues, ofRun, submission::tasks, settings.pollInterval());
            queues.open(ofRun);
            preparation.restore(submission, queues);
            barrier.begin();
            registry.nudge();
            PollSample last;
            Path seen = folders.freshEvents();
            try (EventLog events = new EventLog(seen);
                    ThroughputLog throughput = new ThroughputLog(folders.throughput());
                    AutoCloseable subscription = registry.onNudge(this::wake)) {
                events.begin(clock.instant(), spec.run(), spec.stealing(), plan.inQueueOrder());
                last = watch(submission, barrier, poison, events, throughput, listener);
            }
            costs.save();
            throwIfAborted();
            listener.merging();
            RunReport report;
            try (SoleStep step = SoleStep.begin(folders)) {
                throwIfAborted();
                submission.reread();
                folders.clearStaging();
                Files.move(seen, folders.staging().resolve("events.jsonl"));
                Files.copy(folders.throughput(), folders.staging().resolve("throughput.tsv"));
                report = new RunPublication(spec, folders, registry, this::file, settings.retention(), clock)
                        .publish(submission.stored(), last, costs.learned(), reused, started);
                Files.delete(folders.plan());
            }
            folders.removeWork();
            return report;
        } catch (NoSuchFileException gone) {
            throw SoleStep.publishedByOther(folders).orElseGet(() -> unwritable(folders, gone));
        } catch (IOException | UncheckedIOException failure) {
            throw unwritable(folders, failure);
        } catch (InputException unreadable) {
            throw new RunFailedException(
                    unreadable.isOfContent() ? ExitCodes.BAD_INPUT : ExitCodes.NO_INPUT,
                    unreadable.getMessage(),
                    unreadable);
        } catch (PartException damaged) {
            throw new RunFailedException(
                    ExitCodes.TEMPORARY,
                    "a result was accepted but its file is gone or damaged, so nothing was published: "
                            + damaged.getMessage() + "; look after the disk, then go on with --resume",
                    damaged);
        } catch (DataRootException misplaced) {
            throw new RunFailedException(ExitCodes.CONFIG, misplaced.getMessage(), misplaced);
        } catch (InterruptedException | RunFailedException known) {
            throw known;
        } catch (RuntimeException unexpected) {
            throw unexpected;
        } catch (Exception closing) {
            throw new IllegalStateException("cannot close a subscription", closing);
        }
    }

    private static RunFailedException unwritable(RunFolders folders, Exception failure) {
        return new RunFailedException(
                ExitCodes.CANNOT_CREATE,
                "cannot write in " + folders.output() + ": " + reason(failure)
                        + " (is there space, and may this user write there?)"
                        + "; what is computed is not lost, see --resume",
                failure);
    }

    /** With what the operating system said, which wrapping exceptions do not repeat. */
    private static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        String cause = String.valueOf(root.getMessage());
        return message.contains(cause) ? message : message + ": " + cause;
    }

    /** Until all tasks have ended; the last look. Tasks may have been split meanwhile. */
    private PollSample watch(
            PlanSubmission submission,
            BrokerBarrier barrier,
            PoisonShards poison,
            EventLog events,
            ThroughputLog throughput,
            RunListener listener)
            throws InterruptedException, IOException {
        WorkStealingCoordinator coordinator = new WorkStealingCoordinator(
                registry,
                spec,
                submission::latest,
                events,
                throughput,
                new WorkStealingCoordinator.Patience(settings.lease(), settings.stallAfter()));
        while (true) {
            throwIfAborted();
            barrier.pass();
            PollSample sample = coordinator.poll();
            sample.events().stream()
                    .filter(event -> event.type() == QueueEvent.Type.RESTORE)
                    .forEach(event -> event.task().ifPresent(reused::add));
            costs.learn(sample.events(), submission.plan())
                    .forEach(learned -> events.append(sample.view().time(), learned));
            listener.polled(sample);
            RunPublication.throwIfCancelled(sample.view().state());
            if (sample.view().counts().dead() > 0 && poison.split(submission)) {
                continue;
            }
            if (sample.view().counts().isOver()) {
                return sample;
            }
            if (sample.view().state() == RunState.ABSENT) {
                throw new BrokerException("the broker does not know run " + spec.run() + " any more");
            }
            timer.await();
        }
    }

    private void throwIfAborted() {
        RunFailedException reason = abort;
        if (reason != null) {
            throw reason;
        }
    }

    private Path file(InputFile input) {
        return roots.resolve(input.path());
    }
}
