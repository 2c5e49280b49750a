package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.VirNucProMain;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.RunCosts;
import org.virnucpro.coordinator.embedded.LocalRun;
import org.virnucpro.coordinator.embedded.WorkerCommandLine;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.run.DiskCheck;
import org.virnucpro.coordinator.run.RunFailedException;
import org.virnucpro.coordinator.run.RunInputs;
import org.virnucpro.coordinator.run.RunListener;
import org.virnucpro.coordinator.run.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro bench gap}: how long workers of this machine wait between two tasks. */
@Command(
        name = "gap",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Predicts with worker processes of this machine and measures the time between the end of one"
                + " computation and the start of the next. The results are thrown away.",
        footer = {"", "Example:", "  virnucpro bench gap --engine cpu --models DIR reads.fa --json"})
public final class BenchGapCommand implements Callable<Integer> {

    private static final int CHUNK_SIZE = 500;

    @Parameters(arity = "1..*", paramLabel = "INPUT", description = "FASTA files, plain or compressed.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--engine",
            paramLabel = "cpu|synthetic",
            defaultValue = "cpu",
            description = "What computes. Default: ${DEFAULT-VALUE}.")
    private String engine = "cpu";

    @Option(names = "--models", paramLabel = "DIR", description = "Models folder; not needed for --engine synthetic.")
    private @Nullable Path models;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads per worker. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Speed of the synthetic engine. Default: ${DEFAULT-VALUE}.")
    private double speed;

    @Option(names = "--raw", paramLabel = "FILE", description = "Every gap as one JSON object per line.")
    private @Nullable Path raw;

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (workers < 1 || workers > 256) {
            throw new CommandException(ExitCodes.USAGE, "--workers " + workers + ": 1 to 256");
        }
        try {
            TaskGapLog gaps = new TaskGapLog();
            RunReport report = predict(gaps);
            if (raw != null) {
                Files.write(raw, gaps.lines().stream().map(JsonOutput::line).toList());
            }
            print(report, gaps);
            return report.exitCode();
        } catch (RunFailedException failure) {
            throw new CommandException(failure.exitCode(), failure.getMessage(), failure);
        } catch (BrokerException silence) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(silence.getMessage()), silence);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, "cannot write: " + failure, failure);
        }
    }

    private RunReport predict(TaskGapLog gaps) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnucpro-bench-");
        RunInputs files = new RunInputs(inputs, "");
        Map<String, Path> folders = new LinkedHashMap<>();
        files.folders().forEach(input -> folders.put("in" + folders.size(), input));
        folders.put("out", folder.toRealPath());
        DataRoots roots = DataRoots.of(folders);
        RunSpec spec = new RunSpec(
                new RunId("gap"),
                files.locate(roots),
                roots.locate(folder.toRealPath()),
                CHUNK_SIZE,
                engine,
                digest(),
                StealSettings.ON.withMargin(LocalOptions.STEAL_MARGIN));
        List<WorkerSpeed> speeds = IntStream.range(0, workers)
                .mapToObj(index -> new WorkerSpeed(new WorkerId(engine + "-" + index), 1))
                .toList();
        try (PrivateRedisServer redis =
                        PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.removing(folder));
                RedisConnection connection = RedisConnection.open(redis.address())) {
            return new LocalRun(
                            connection.registry(),
                            spec,
                            roots,
                            LocalRun.settings(Duration.ofSeconds(3), Duration.ofMinutes(5)),
                            new RunCosts(spec, Optional.empty(), worker -> Optional.empty()),
                            DiskCheck.FREE_SPACE,
                            InstantSource.system())
                    .run(speeds, commandLine(redis, folders), new RunListener() {}, gaps::read);
        }
    }

    private String digest() {
        return models == null
                ? ""
                : ModelsDigest.of(ModelsFolder.resolve(models, CHUNK_SIZE)).combined();
    }

    private WorkerCommandLine commandLine(PrivateRedisServer redis, Map<String, Path> folders) {
        List<String> arguments = new ArrayList<>(List.of(
                "--engine",
                engine,
                "--threads",
                Integer.toString(threads),
                "--speed",
                Double.toString(speed),
                "--redis",
                redis.address().endpoint(),
                "--drain-timeout",
                "2s",
                "--stop-with-stdin"));
        if (models != null) {
            arguments.addAll(List.of("--models", models.toAbsolutePath().toString()));
        }
        folders.forEach((name, path) -> arguments.addAll(List.of("--data-root", name + "=" + path)));
        return new WorkerCommandLine(
                CurrentJvm.command(VirNucProMain.class),
                arguments,
                Map.of(
                        HostEnvironment.REDIS_PASSWORD,
                        redis.address().password().orElse(""),
                        "VIRNUCPRO_LOG_LEVEL",
                        "DEBUG"));
    }

    private void print(RunReport report, TaskGapLog gaps) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("engine", engine);
        result.put("workers", workers);
        result.put("tasks", report.plan().tasks().size());
        result.put("frames", report.plan().work().frames());
        result.putAll(gaps.summary());
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            out.println(JsonOutput.line(result));
        } else {
            result.forEach((name, value) -> out.println(name + ": " + value));
        }
        out.flush();
    }
}
