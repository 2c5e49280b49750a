package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.balance.ThroughputLog;
import org.virnucpro.coordinator.balance.WorkStealingCoordinator;
import org.virnucpro.coordinator.cost.Fleet;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.merge.MergedResults;
import org.virnucpro.coordinator.merge.ResultMerger;
import org.virnucpro.coordinator.plan.InputException;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.RunPlanner;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * The life of one run: plan, submit, watch, merge, publish. The same class runs in a coordinator daemon and inside
 * {@code predict}. Every step can be repeated by another process after a crash. Confined to one thread, {@link #wake}
 * apart.
 */
public final class RunExecution {

    private static final Logger log = LoggerFactory.getLogger(RunExecution.class);

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
     * @param stallAfter time without a finished task after which a worker with queued tasks counts as stalled
     * @param retention of a finished run in the broker
     */
    public record Settings(
            Duration pollInterval, Duration lease, int attempts, Duration stallAfter, Duration retention) {}

    private final RunSpec spec;
    private final Settings settings;
    private final ClusterRegistry registry;
    private final DataRoots roots;
    private final RunCosts costs;
    private final InstantSource clock;
    private final PollTimer timer;
    private volatile @Nullable RunFailedException abort;

    public RunExecution(
            RunSpec spec,
            Settings settings,
            ClusterRegistry registry,
            DataRoots roots,
            RunCosts costs,
            InstantSource clock) {
        this.spec = spec;
        this.settings = settings;
        this.registry = registry;
        this.roots = roots;
        this.costs = costs;
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
            RunPlan plan = plan(folders, workforce);
            listener.planned(plan);
            if (plan.work().records() == 0) {
                throw new RunFailedException(
                        ExitCodes.BAD_INPUT,
                        "no FASTA record in any input: a record starts with a line that begins with '>'");
            }
            SharedWorkQueues queues = registry.queues(spec.run());
            queues.open(new RunSettings(plan.tasks().size(), settings.lease(), settings.attempts()));
            queues.submit(plan.inQueueOrder());
            registry.nudge();
            try (InputDigests digests =
                    InputDigests.start(spec.inputs().stream().map(this::file).toList())) {
                PollSample last;
                try (EventLog events = new EventLog(folders.staging().resolve("events.jsonl"));
                        ThroughputLog throughput = new ThroughputLog(folders.throughput());
                        AutoCloseable subscription = registry.onNudge(this::wake)) {
                    events.begin(clock.instant(), spec.run(), spec.stealing(), plan.inQueueOrder());
                    last = watch(plan, events, throughput, listener);
                }
                Files.copy(folders.throughput(), folders.staging().resolve("throughput.tsv"));
                costs.save();
                throwIfAborted();
                listener.merging();
                return publish(folders, plan, queues, last, started, digests);
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new RunFailedException(
                    ExitCodes.CANNOT_CREATE,
                    "cannot write in " + folders.output() + ": " + failure.getMessage()
                            + " (is there space, and may this user write there?)",
                    failure);
        } catch (InputException unreadable) {
            throw new RunFailedException(
                    unreadable.getCause() instanceof FastaException ? ExitCodes.BAD_INPUT : ExitCodes.NO_INPUT,
                    unreadable.getMessage(),
                    unreadable);
        } catch (PartException damaged) {
            throw new RunFailedException(
                    ExitCodes.TEMPORARY,
                    "a result was accepted but its file is gone or damaged, so nothing was published: "
                            + damaged.getMessage() + "; look after the disk, then start the run again",
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

    private RunPlan plan(RunFolders folders, Workforce workforce) throws IOException, InterruptedException {
        PlanFile file = new PlanFile(folders.plan());
        Optional<RunPlan> known = file.read();
        if (known.isPresent()) {
            log.info("run {}: going on with the plan of an earlier coordinator", spec.run());
            return known.get();
        }
        Fleet fleet = costs.fleet(workforce.await());
        RunPlan plan = new RunPlanner(fleet.costs()).plan(spec, this::file, fleet.workers());
        file.write(plan);
        return plan;
    }

    private PollSample watch(RunPlan plan, EventLog events, ThroughputLog throughput, RunListener listener)
            throws InterruptedException {
        WorkStealingCoordinator coordinator = new WorkStealingCoordinator(
                registry,
                spec,
                plan,
                events,
                throughput,
                new WorkStealingCoordinator.Patience(settings.lease(), settings.stallAfter()));
        while (true) {
            throwIfAborted();
            PollSample sample = coordinator.poll();
            costs.learn(sample.events(), plan)
                    .forEach(learned -> events.append(sample.view().time(), learned));
            listener.polled(sample);
            if (sample.view().counts().isOver()) {
                return sample;
            }
            if (sample.view().state() == RunState.CANCELLED) {
                throw new RunFailedException(ExitCodes.PARTIAL, "the run was cancelled");
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

    private RunReport publish(
            RunFolders folders,
            RunPlan plan,
            SharedWorkQueues queues,
            PollSample last,
            Instant started,
            InputDigests digests)
            throws IOException, InterruptedException {
        MergedResults merged = new ResultMerger(spec, plan, folders.parts(), folders.staging())
                .merge(queues.winners(), queues.deadTasks(), this::file);
        Publisher publisher = new Publisher(folders);
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (Path file : publisher.stagedFiles()) {
            outputs.add(RunManifest.output(folders.staging(), file));
        }
        int exitCode = merged.failed().isEmpty() ? ExitCodes.OK : ExitCodes.PARTIAL;
        Map<String, Long> filesDone = last.filesDone().entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().value(), Map.Entry::getValue));
        List<Path> published = publisher.publish(new RunManifest(spec, plan, last.view(), merged, costs.learned())
                .build(started, clock.instant(), filesDone, digests.await(), outputs, exitCode));
        registry.finish(
                spec.run(),
                RunState.FINISHED,
                RunReport.answer(merged.virusRecords(), plan.work().records()) + "; results in " + spec.output(),
                settings.retention());
        registry.nudge();
        folders.removeWork();
        return new RunReport(plan, last.view(), filesDone, merged, published, exitCode);
    }

    private Path file(InputFile input) {
        return roots.resolve(input.path());
    }
}
