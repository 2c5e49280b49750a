package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.coordinator.balance.EventLog;
import org.virnucpro.coordinator.embedded.BalanceRehearsal;
import org.virnucpro.coordinator.embedded.WorkerCommandLine;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

/** A scenario with a private broker and worker processes in a temporary folder. */
final class Rehearsal {

    /** Workers that only wait need no optimizing compiler, which would take processors from those that are measured. */
    private static final String QUICK_COMPILER = "-XX:TieredStopAtLevel=1";

    private final Scenario scenario;
    private final @Nullable Path events;

    /**
     * @param events where to write what happened; null: nowhere
     */
    Rehearsal(Scenario scenario, @Nullable Path events) {
        this.scenario = scenario;
        this.events = events;
    }

    /**
     * Starts a broker and the workers, runs all tasks, stops everything.
     *
     * @throws RunFailedException when a worker ends early or a task fails for good
     */
    ScheduleResult run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnucpro-bench-");
        try (PrivateRedisServer redis =
                        PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.removing(folder));
                RedisConnection connection = RedisConnection.open(redis.address())) {
            Files.createFile(folder.resolve("input.fa"));
            RunSpec warmUp = spec("warm-up", folder, scenario.stealing());
            RunSpec spec = spec("balance", folder, scenario.stealing());
            return new BalanceRehearsal(connection.registry(), spec, warmUp, scenario)
                    .run(
                            worker -> commandLine(redis, folder, worker),
                            (tasks, happened, last) -> record(spec, tasks, happened, last));
        }
    }

    private void record(RunSpec spec, List<Task> tasks, List<QueueEvent> happened, QueueView last) {
        if (events == null) {
            return;
        }
        try (EventLog log = new EventLog(events)) {
            log.begin(happened.isEmpty() ? last.time() : happened.get(0).time(), spec.run(), spec.stealing(), tasks);
            happened.forEach(log::append);
            log.append(last);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot write " + events + ": " + failure, failure);
        }
    }

    private static RunSpec spec(String name, Path folder, StealSettings stealing) throws IOException {
        RunId run = new RunId(name);
        Files.createDirectories(PartFolder.below(folder, run).path());
        return new RunSpec(
                run,
                List.of(new InputFile(new DataPath("bench", "input.fa"), "input", 0)),
                new DataPath("bench", ""),
                500,
                "synthetic",
                "",
                stealing);
    }

    private static WorkerCommandLine commandLine(PrivateRedisServer redis, Path folder, SimulatedWorker worker) {
        return new WorkerCommandLine(
                CurrentJvm.command(VirNucProMain.class, QUICK_COMPILER),
                List.of(
                        "--engine",
                        "synthetic",
                        "--threads",
                        "1",
                        "--speed",
                        Double.toString(worker.speed()),
                        "--weight",
                        Double.toString(worker.weight()),
                        "--data-root",
                        "bench=" + folder,
                        "--redis",
                        redis.address().endpoint(),
                        "--drain-timeout",
                        "2s",
                        "--stop-with-stdin"),
                Map.of(
                        HostEnvironment.REDIS_PASSWORD,
                        redis.address().password().orElse("")));
    }
}
