package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.AnnouncedDevices;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.embedded.LocalRun;
import org.virnucpro.coordinator.embedded.WorkerCommandLine;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.RunLock;
import org.virnucpro.coordinator.run.RunReport;
import org.virnucpro.coordinator.run.UnfinishedRun;
import org.virnucpro.coordinator.terminal.RunSummaryText;

/** One prediction on this machine, and the guarantee that nothing of it outlives it but its results, or what a resumed run needs. */
final class LocalPrediction {

    private static final Logger log = LoggerFactory.getLogger(LocalPrediction.class);
    private static final int CLEAN_UP_SECONDS = 20;

    private final Prediction prediction;
    private final DataRoots roots;
    private final List<WorkerSpeed> workers;
    private final List<String> workerArguments;
    private final Set<String> warnings = ConcurrentHashMap.newKeySet();
    private final Map<WorkerId, String> gpus;

    LocalPrediction(
            Prediction prediction,
            DataRoots roots,
            List<WorkerSpeed> workers,
            List<String> workerArguments,
            Map<WorkerId, String> gpus) {
        this.prediction = prediction;
        this.roots = roots;
        this.workers = workers;
        this.workerArguments = workerArguments;
        this.gpus = gpus;
    }

    RunReport run(DashboardOption dashboard) throws InterruptedException {
        RunSpec spec = prediction.spec(roots);
        RunFolders folders = new RunFolders(prediction.output(), spec.run());
        CountDownLatch cleanedUp = new CountDownLatch(1);
        // when this process is killed, the guard of the private broker removes the broker's files; plan and parts stay
        try (RunLock lock = lock(folders);
                PrivateRedisServer redis =
                        PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
                RedisConnection connection = RedisConnection.open(redis.address());
                DashboardOption.Shown shown = dashboard.start(connection.registry(), prediction.out())) {
            ClusterRegistry registry = connection.registry();
            LocalRun run = new LocalRun(
                    registry,
                    spec,
                    roots,
                    prediction.coordination(),
                    costs(registry, spec),
                    prediction.disk(),
                    prediction.clock());
            Thread hook = stopOnSignal(run, cleanedUp);
            StealRecorder steals = new StealRecorder(prediction.progress());
            RunReport report = run.run(workers, commandLine(redis), steals, this::relay);
            Runtime.getRuntime().removeShutdownHook(hook);
            RunSummaryText.of(report, steals.steals(), prediction.output()).forEach(prediction.out()::println);
            return report;
        } catch (BrokerException failure) {
            throw new RunFailedException(
                    ExitCodes.UNAVAILABLE, "the private broker failed: " + failure.getMessage(), failure);
        } finally {
            keepWhatIsDone(folders);
            prediction.out().flush();
            cleanedUp.countDown();
        }
    }

    /** The plan is made before the workers have said what they compute on, but a processor is known. */
    private RunCosts costs(ClusterRegistry registry, RunSpec spec) {
        AnnouncedDevices announced = new AnnouncedDevices(registry, Duration.ofDays(1));
        Optional<String> processor =
                spec.engine().equals("cpu") ? Optional.of(Machine.local().processor()) : Optional.empty();
        return new RunCosts(spec, prediction.costFile(), worker -> processor.or(() -> announced.apply(worker)));
    }

    private WorkerCommandLine commandLine(PrivateRedisServer redis) {
        List<String> arguments = new ArrayList<>(workerArguments);
        arguments.addAll(List.of("--redis", redis.address().endpoint(), "--drain-timeout", "2s", "--stop-with-stdin"));
        return new WorkerCommandLine(
                CurrentJvm.command(VirNucProMain.class),
                arguments,
                Map.of(),
                gpus,
                Map.of(
                        HostEnvironment.REDIS_PASSWORD,
                        redis.address().password().orElse("")));
    }

    /** On Ctrl-C or SIGTERM the run is aborted, and the process ends only when everything it started has been stopped. */
    private static Thread stopOnSignal(LocalRun run, CountDownLatch cleanedUp) {
        Thread running = Thread.currentThread();
        Thread hook = new Thread(
                () -> {
                    run.abort(new RunFailedException(
                            ExitCodes.INTERRUPTED, "stopped by a signal; no results were published"));
                    try {
                        if (!cleanedUp.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
                            running.interrupt();
                        }
                    } catch (InterruptedException hurry) {
                        running.interrupt();
                    }
                },
                "stop-on-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    private static RunLock lock(RunFolders folders) {
        try {
            return RunLock.take(folders)
                    .orElseThrow(() -> new RunFailedException(
                            ExitCodes.CANNOT_CREATE, "another process computes in " + folders.work() + " now"));
        } catch (IOException failure) {
            throw new RunFailedException(
                    ExitCodes.CANNOT_CREATE, "cannot write in " + folders.output() + ": " + failure, failure);
        }
    }

    /** A finished run has removed its work folder; of a stopped one it stays when there is something to go on from. */
    private static void keepWhatIsDone(RunFolders folders) {
        Path work = folders.work();
        try {
            if (!Files.exists(work)) {
                return;
            }
            UnfinishedRun run = UnfinishedRun.of(folders);
            if (run.plan().isPresent()) {
                log.warn(
                        "stopped: {}, kept in {}; go on with the same command and --resume, or remove that folder",
                        run.progress(),
                        work);
            } else {
                folders.removeWork();
            }
        } catch (IOException | RunFailedException failure) {
            log.warn("cannot look after {}: {}; it may be deleted by hand", work, failure.getMessage());
        }
    }

    /**
     * What a worker warns of is worth a line here, once when several say the same; the rest of its log is kept for the case
     * that it fails.
     */
    private void relay(WorkerId worker, String line) {
        int level = Math.max(line.indexOf(" WARN "), line.indexOf(" ERROR "));
        if (level >= 0 && warnings.add(line.substring(level))) {
            log.warn("{}: {}", worker, line);
        }
    }
}
