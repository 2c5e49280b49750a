package org.virnucpro.worker.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.sequence.FastaEntry;
import org.virnucpro.common.sequence.FastaReader;
import org.virnucpro.common.sequence.FastaRecord;
import org.virnucpro.common.sequence.OpenFrameFinder;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RepositoryFiles;
import org.virnucpro.common.testkit.TestRedis;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.SyntheticShardPredictor;

/** A worker loop on real queues, in which no time passes but what a test lets pass. */
final class LoopFixture {

    static final WorkerId SELF = new WorkerId("self");
    static final Incarnation FIRST = new Incarnation("i1");
    static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(60);

    final ManualTicker ticker = new ManualTicker();
    final WatchedRegistry registry;
    final ScriptedWakeup wakeup = new ScriptedWakeup(() -> loop().requestDrain());

    private final TestRedis redis;
    private final Path folder;
    private WorkerLoop loop;

    LoopFixture(TestRedis redis, Path folder) {
        this.redis = redis;
        this.registry = new WatchedRegistry(redis.connection().registry());
        this.folder = folder;
    }

    WorkerLoop loop() {
        return loop;
    }

    /** A run over the 14 records of one file, one task per record, all at home in one queue; not opened for others. */
    OpenRun openRun(WorkerId home, StealSettings stealing) throws IOException {
        return openRun(home, stealing, "synthetic", RunSettings.of(14).lease());
    }

    OpenRun openRun(WorkerId home, StealSettings stealing, String engine, Duration lease) throws IOException {
        return openRun(home, stealing, engine, lease, ResultSettings.DEFAULT);
    }

    OpenRun openRun(WorkerId home, StealSettings stealing, String engine, Duration lease, ResultSettings results)
            throws IOException {
        RunId run = redis.freshRun();
        Path output = Files.createDirectories(folder.resolve(run.value()));
        Path input = output.resolve("f03.fa");
        Files.copy(RepositoryFiles.fixture("demo/predict/f03.fa"), input);
        DataPath root = new DataPath("data", run.value());
        InputFile file = new InputFile(new DataPath("data", run + "/f03.fa"), "f03", Files.size(input));
        RunSpec spec = new RunSpec(run, List.of(file), root, 300, engine, "", stealing, ShardLimit.DEFAULT, results);
        PartFolder parts = PartFolder.below(output, run);
        Files.createDirectories(parts.path());
        SharedWorkQueues queues = redis.connection().queues(run);
        List<Task> tasks = tasks(input, home);
        registry.submit(spec);
        queues.open(new RunSettings(tasks.size(), lease, 3));
        queues.submit(tasks);
        return new OpenRun(spec, queues, input, parts);
    }

    record OpenRun(RunSpec spec, SharedWorkQueues queues, Path input, PartFolder parts) {

        RunCounts counts() {
            return queues.observe().counts();
        }

        List<Path> files() throws IOException {
            try (var files = Files.list(parts.path())) {
                return files.toList();
            }
        }
    }

    /** Runs a loop to its end, with a predictor that makes up scores without waiting. */
    void runSynthetic() {
        run(predictor -> predictor);
    }

    /** Runs a loop to its end. */
    void run(UnaryOperator<ShardPredictor> around) {
        WorkerRecord self =
                new WorkerRecord(SELF, FIRST, "host", "device", "synthetic", 1, Map.of(), false, Instant.EPOCH);
        ShardPredictor predictor = around.apply(new SyntheticShardPredictor(1, time -> {}));
        LoopTiming timing = new LoopTiming(ticker, wakeup, new SplittableRandom(1), DRAIN_TIMEOUT);
        loop = new WorkerLoop(self, registry.port(), DataRoots.of(Map.of("data", folder)), predictor, timing);
        loop.run();
    }

    private static List<Task> tasks(Path input, WorkerId home) throws IOException {
        List<Task> tasks = new ArrayList<>();
        OpenFrameFinder finder = new OpenFrameFinder(300);
        try (FastaReader reader = FastaReader.open(input)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                long frames = finder.count((FastaRecord) entry).openFrames();
                Shard shard = new Shard(0, entry.offset(), entry.end(), entry.line(), 1, frames);
                tasks.add(new Task(new TaskId(tasks.size()), 1, 1000, home, shard));
            }
        }
        return tasks;
    }
}
