package org.virnucpro.coordinator.run;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.service.ServiceState;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.cost.AnnouncedDevices;
import org.virnucpro.coordinator.cost.CostFile;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * Takes runs off the list and executes them, several at a time, so that no GPU waits at the tail of one for the plan of
 * the next. A run whose coordinator dies is taken over by another one when the ownership expires. {@link #run} is confined
 * to one thread, {@link #stop} is thread-safe.
 */
public final class CoordinatorDaemon {

    private static final Logger log = LoggerFactory.getLogger(CoordinatorDaemon.class);
    private static final int RUNS_AT_ONCE = 8;
    private static final Duration WORKER_SILENCE = Duration.ofSeconds(30);

    private final String owner;
    private final ClusterRegistry registry;
    private final DataRoots roots;
    private final RunExecution.Settings settings;
    private final Optional<CostFile> costFile;
    private final DiskCheck disk;
    private final InstantSource clock;
    private final PollTimer timer;
    private final Map<RunId, RunExecution> executing = new ConcurrentHashMap<>();
    private final CoordinatorLife life = new CoordinatorLife(Ticker.system(), executing::size);
    private volatile boolean stopping;

    /**
     * @param owner names this process among coordinators
     * @param costFile where measured costs are kept; empty: nowhere
     * @param disk looks whether the results of a run will fit
     */
    public CoordinatorDaemon(
            String owner,
            ClusterRegistry registry,
            DataRoots roots,
            RunExecution.Settings settings,
            Optional<CostFile> costFile,
            DiskCheck disk,
            InstantSource clock) {
        this.owner = owner;
        this.registry = registry;
        this.roots = roots;
        this.settings = settings;
        this.costFile = costFile;
        this.disk = disk;
        this.clock = clock;
        this.timer = new PollTimer(settings.pollInterval());
    }

    /** Ends {@link #run}; runs that are executing go on with the next coordinator. */
    public void stop() {
        stopping = true;
        life.stops();
        timer.wake();
    }

    /** How this process is, for whoever supervises it. */
    public ServiceState life() {
        return life;
    }

    /** Serves until stopped. */
    public void run() throws InterruptedException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(RUNS_AT_ONCE, task -> {
            Thread thread = new Thread(task, "coordinator-run-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Duration ownership = settings.pollInterval().multipliedBy(5);
        boolean reachable = true;
        try (AutoCloseable subscription = registry.onNudge(timer::wake)) {
            while (!stopping) {
                life.looks();
                try {
                    registry.announceCoordinator(owner, ownership);
                    life.brokerAnswers();
                    registry.runs().stream()
                            .filter(run -> !run.state().isFinal())
                            .forEach(run -> serve(run, threads, ownership));
                    if (!reachable) {
                        log.info("the broker answers again");
                    }
                    reachable = true;
                } catch (BrokerException failure) {
                    if (reachable) {
                        log.warn("the broker does not answer, trying on: {}", failure.getMessage());
                    }
                    reachable = false;
                    life.brokerIsSilent();
                }
                timer.await();
            }
        } catch (InterruptedException | RuntimeException known) {
            throw known;
        } catch (Exception closing) {
            throw new IllegalStateException("cannot close a subscription", closing);
        } finally {
            threads.shutdownNow();
        }
    }

    private void serve(RunSummary run, ExecutorService threads, Duration ownership) {
        RunExecution mine = executing.get(run.run());
        boolean owned = registry.own(run.run(), owner, ownership);
        if (mine != null && !owned) {
            mine.abort(new RunFailedException(ExitCodes.UNAVAILABLE, "another coordinator has taken the run over"));
        } else if (mine == null && owned && executing.size() < RUNS_AT_ONCE) {
            registry.spec(run.run()).ifPresent(spec -> {
                RunExecution execution = new RunExecution(
                        spec,
                        settings,
                        registry,
                        roots,
                        new RunCosts(spec, costFile, new AnnouncedDevices(registry, WORKER_SILENCE)),
                        disk,
                        clock);
                executing.put(spec.run(), execution);
                threads.execute(() -> execute(spec, execution));
            });
        }
    }

    private void execute(RunSpec spec, RunExecution execution) {
        log.info("run {}: taken", spec.run());
        try {
            RunReport report = execution.execute(() -> workforce(spec), new RunListener() {});
            log.info(
                    "run {}: finished, {} rows, exit code {}",
                    spec.run(),
                    report.plan().work().frames(),
                    report.exitCode());
        } catch (RunFailedException failure) {
            log.error("run {}: {}", spec.run(), failure.getMessage());
            if (registry.queues(spec.run()).state() != RunState.FINISHED
                    && registry.own(spec.run(), owner, settings.pollInterval())) {
                registry.finish(
                        spec.run(), RunState.FAILED, String.valueOf(failure.getMessage()), settings.retention());
            }
        } catch (BrokerException failure) {
            log.warn("run {}: the broker does not answer, to be taken up again: {}", spec.run(), failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unexpected) {
            log.error("run {}: internal error", spec.run(), unexpected);
            registry.finish(spec.run(), RunState.FAILED, "internal error: " + unexpected, settings.retention());
        } finally {
            executing.remove(spec.run());
        }
    }

    private List<WorkerSpeed> workforce(RunSpec spec) throws InterruptedException {
        PollTimer wait = new PollTimer(settings.pollInterval());
        while (true) {
            List<WorkerSpeed> fitting = registry.workers(WORKER_SILENCE).stream()
                    .filter(worker -> !worker.draining())
                    .filter(worker -> worker.fits(spec.engine(), spec.chunkSize(), spec.models()))
                    .map(worker -> new WorkerSpeed(worker.worker(), worker.weight(), worker.longestRecord()))
                    .toList();
            if (!fitting.isEmpty()) {
                return fitting;
            }
            if (registry.queues(spec.run()).state().isFinal()) {
                throw new RunFailedException(ExitCodes.CANCELLED, "the run was cancelled before it was planned");
            }
            registry.describe(
                    spec.run(),
                    "waiting for a worker with engine " + spec.engine()
                            + (spec.models().isEmpty()
                                    ? ""
                                    : " and models " + spec.models().substring(0, 12)));
            wait.await();
        }
    }
}
