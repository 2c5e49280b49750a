package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.embedded.BalanceRehearsal;
import org.virnucpro.coordinator.embedded.WorkerCommandLine;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.simulate.CostsFile;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro bench balance}: how evenly worker processes of this machine share work that only waits. */
@Command(
        name = "balance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs worker processes that wait instead of computing, and compares the makespan with the bound.",
        footer = {"", "Example:", "  virnucpro bench balance --costs costs.txt --speeds 1,1,1,1,1.5,1.5,3,3 --json"})
public final class BenchBalanceCommand implements Callable<Integer> {

    @Option(
            names = "--costs",
            required = true,
            paramLabel = "FILE",
            description = "Seconds of each file on a worker of speed 1, one number per line.")
    private Path costs = Path.of("");

    @Option(
            names = "--speeds",
            required = true,
            split = ",",
            paramLabel = "LIST",
            description = "Speed of each worker, with commas between.")
    private List<Double> speeds = List.of();

    @Option(
            names = "--weights",
            split = ",",
            paramLabel = "LIST",
            description = "Speeds that the workers declare. Default: the real ones.")
    private @Nullable List<Double> weights;

    @Option(names = "--cut", description = "Cut the files into shards.")
    private boolean cut;

    @Mixin
    private ShardOptions shards = new ShardOptions();

    @Option(
            names = "--policy",
            paramLabel = "none|threshold|adaptive",
            defaultValue = "adaptive",
            converter = PolicyOption.Converter.class,
            description = "How idle workers steal. Default: ${DEFAULT-VALUE}.")
    private PolicyOption policy = PolicyOption.ADAPTIVE;

    @Option(
            names = "--steal-margin",
            paramLabel = "TIME,PERCENT",
            defaultValue = "100ms,5%",
            converter = StealMarginOption.class,
            description = "What an adaptive steal must gain at least; small, since the tasks here are short. Default:"
                    + " ${DEFAULT-VALUE}.")
    private StealMargin margin = StealMargin.DEFAULT;

    @Option(
            names = "--steal-interval",
            paramLabel = "TIME",
            defaultValue = "100ms",
            converter = DurationOption.class,
            description = "Time between the tries of an idle worker. Default: ${DEFAULT-VALUE}.")
    private Duration interval = Duration.ofMillis(100);

    @Option(names = "--json", description = "One JSON object on one line, with every task.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        try {
            long[] fileMillis = CostsFile.read(costs);
            Scenario scenario = scenario(fileMillis);
            BalanceReport report = BalanceReport.of(rehearse(scenario), policy, fileMillis, scenario.workers());
            PrintWriter out = JsonOutput.writer(command);
            out.println(json ? report.json() : report.text());
            out.flush();
            return ExitCodes.OK;
        } catch (CostsFile.Unusable unusable) {
            throw new CommandException(ExitCodes.NO_INPUT, unusable.getMessage(), unusable);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (RunFailedException failure) {
            throw new CommandException(failure.exitCode(), failure.getMessage(), failure);
        } catch (BrokerException silence) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silence.getMessage()), silence);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot use a temporary folder: " + failure, failure);
        }
    }

    private Scenario scenario(long[] fileMillis) {
        List<Double> declared = weights == null ? speeds : weights;
        if (declared.size() != speeds.size()) {
            throw new IllegalArgumentException(declared.size() + " weights for " + speeds.size() + " speeds");
        }
        List<SimulatedWorker> workers = new ArrayList<>();
        for (int worker = 0; worker < speeds.size(); worker++) {
            workers.add(SimulatedWorker.steady("worker-" + worker, speeds.get(worker), declared.get(worker)));
        }
        StealSettings stealing =
                policy.apply(StealSettings.ON.withInterval(interval).withMargin(margin));
        Workload workload = new Workload(fileMillis, 0);
        return new Scenario(
                workers,
                workload.tasks(workers, cut ? Optional.of(shards.limit()) : Optional.empty(), new SplittableRandom(0)),
                0,
                stealing,
                Scenario.Delays.DEFAULT,
                0);
    }

    private ScheduleResult rehearse(Scenario scenario) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnucpro-bench-");
        try (PrivateRedisServer redis =
                        PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.removing(folder));
                RedisConnection connection = RedisConnection.open(redis.address())) {
            Files.createFile(folder.resolve("input.fa"));
            RunSpec warmUp = spec("warm-up", folder, scenario.stealing().withEnabled(false));
            RunSpec spec = spec("balance", folder, scenario.stealing());
            return new BalanceRehearsal(connection.registry(), spec, warmUp, scenario)
                    .run(worker -> commandLine(redis, folder, worker));
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
                CurrentJvm.command(VirNucProMain.class),
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
