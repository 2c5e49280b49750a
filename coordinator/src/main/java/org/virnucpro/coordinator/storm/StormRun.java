package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.history.HistoryEvent;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryFile;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.CrashableRedisServer;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.plan.RunPlan;

/** One storm, from an empty folder to a whole history. Confined to one thread; used once. */
public final class StormRun {

    private static final Logger LOG = LoggerFactory.getLogger(StormRun.class);
    private static final RunId RUN = new RunId("storm");
    private static final StealSettings STEALING = StealSettings.ON
            .withInterval(Duration.ofMillis(200))
            .withMargin(new StealMargin(Duration.ofMillis(100), 0.05));
    private static final FaultyProxy.Shares FAULTS = new FaultyProxy.Shares(0.004, 0.008, 0.0005, 2_600);
    private static final long STEP_MILLIS = 50;

    /** A loss of power takes the last one or two seconds along, about this part of what was written since the last one. */
    private static final int CUT_PART = 4;

    private final StormSettings settings;
    private final Path folder;
    private final Ticker ticker;
    private final SplittableRandom random;
    private final HistoryWriter history;
    private final CountDownLatch never = new CountDownLatch(1);
    private long progress = -1;
    private long progressAt;
    private long bytesCut;
    private long uncuttable;

    /** @param folder empty; everything that the storm leaves behind */
    public StormRun(StormSettings settings, Path folder, Ticker ticker) throws IOException {
        this.settings = settings;
        this.folder = folder;
        this.ticker = ticker;
        this.random = new SplittableRandom(settings.seed());
        this.history = new HistoryWriter(own(), InstantSource.system());
    }

    /** Runs the storm and writes its history, the lines of all processes by time, to {@code file}. */
    public void run(Path file) throws IOException, InterruptedException {
        history.write(Kind.BEGIN, settings.mode().word(), Long.toString(settings.seed()));
        Path redisFolder = Files.createDirectories(folder.resolve("redis"));
        List<Path> histories = new ArrayList<>(List.of(own()));
        try (CrashableRedisServer redis = new CrashableRedisServer(
                HostEnvironment.ofProcess(),
                redisFolder,
                UUID.randomUUID().toString(),
                settings.mode() == StormMode.ALWAYS)) {
            start(redis);
            try (FaultyProxy proxy = FaultyProxy.start(redis.address(), FAULTS, random.split(), history);
                    WorkerProcesses workers =
                            new WorkerProcesses(settings, proxy.address(), folder, history, random.split())) {
                histories.addAll(workers.histories());
                storm(redis, proxy, workers);
            } catch (BrokerException silence) {
                history.write(Kind.ABORT, "", String.valueOf(silence.getMessage()));
            }
        }
        history.write(Kind.COUNT, "bytes_cut", Long.toString(bytesCut));
        history.write(Kind.END, "", "");
        history.close();
        merge(histories, file);
    }

    private void storm(CrashableRedisServer redis, FaultyProxy proxy, WorkerProcesses workers)
            throws IOException, InterruptedException {
        Path input = folder.resolve("input.fa");
        RunPlan plan = StormPlan.write(input, workers.all(), settings);
        for (Task task : plan.tasks()) {
            String poison = StormPlan.isPoison(task) ? HistoryEvent.POISON : "";
            history.write(
                    Kind.PLAN, "", task.id().index(), 0, poison + task.shard().frames());
        }
        Path output = Files.createDirectories(folder.resolve("out"));
        Files.createDirectories(PartFolder.below(output, RUN).path());
        RunSpec spec = new RunSpec(
                RUN,
                List.of(new InputFile(new DataPath("storm", "input.fa"), "input", Files.size(input))),
                new DataPath("storm", "out"),
                StormPlan.CHUNK_SIZE,
                "synthetic",
                "",
                STEALING);
        Barrier barrier =
                new Barrier(spec, new RunSettings(settings.tasks(), settings.lease(), settings.attempts()), plan);
        try (RedisConnection connection = RedisConnection.open(redis.address())) {
            begin(connection, barrier);
        }
        workers.startAll();
        try (CoordinatorThread coordinator = new CoordinatorThread(proxy.address(), spec, plan, settings, folder)) {
            rage(redis, workers, barrier);
            proxy.calm();
            workers.drain();
        }
        try (RedisConnection connection = RedisConnection.open(redis.address())) {
            new FinalState(connection.queues(RUN), spec, plan, history).write(input, output);
        }
    }

    /** Until every task is done or dead. */
    private void rage(CrashableRedisServer redis, WorkerProcesses workers, Barrier barrier)
            throws IOException, InterruptedException {
        RedisConnection direct = RedisConnection.open(redis.address());
        try {
            awaitFirst(direct, workers);
            Schedule kills = new Schedule(4_000, 7_000);
            Schedule stalls = new Schedule(7_000, 12_000);
            Schedule crashes = new Schedule(6_000, 11_000);
            Schedule looks = new Schedule(300, 301);
            while (true) {
                workers.replaceEnded();
                if (kills.isDue()) {
                    workers.killOne();
                }
                if (stalls.isDue()) {
                    workers.stallOne();
                }
                if (settings.mode() != StormMode.UP && crashes.isDue()) {
                    direct.close();
                    crash(redis);
                    direct = RedisConnection.open(redis.address());
                    recover(redis, direct, barrier);
                }
                if (looks.isDue() && isOver(direct)) {
                    return;
                }
                never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            direct.close();
        }
    }

    private void begin(RedisConnection connection, Barrier barrier) throws InterruptedException {
        if (settings.barrier()) {
            barrier.pass(connection.registry());
        } else {
            barrier.sendPlan(connection.registry());
        }
    }

    /** A storm over processes that are still starting would only be a longer start. */
    private void awaitFirst(RedisConnection direct, WorkerProcesses workers) throws InterruptedException {
        progressAt = ticker.nanos();
        while (!isOver(direct) && progress <= 0) {
            workers.replaceEnded();
            never.await(STEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isOver(RedisConnection direct) {
        RunCounts counts = direct.queues(RUN).observe().counts();
        long now = counts.done() + counts.dead() + counts.requeues();
        if (now != progress) {
            progress = now;
            progressAt = ticker.nanos();
            LOG.info("{} of {} tasks done, {} dead", counts.done(), settings.tasks(), counts.dead());
        }
        if (ticker.nanos() - progressAt > settings.patience().toNanos()) {
            history.write(
                    Kind.ABORT,
                    "",
                    "nothing happened for " + settings.patience().toSeconds() + " s: " + counts);
            return true;
        }
        return counts.isOver();
    }

    private void start(CrashableRedisServer redis) {
        redis.start();
        history.write(Kind.REDIS_START, "", redis.version());
    }

    private void crash(CrashableRedisServer redis) {
        redis.kill();
        history.write(Kind.REDIS_KILL, "", "");
        if (settings.mode() == StormMode.LOSS) {
            long most = (redis.logBytes() - uncuttable) / CUT_PART;
            if (most > 0) {
                long cut = random.nextLong(1, most + 1);
                redis.cutLog(cut);
                bytesCut += cut;
                history.write(Kind.REDIS_CUT, "", Long.toString(cut));
            }
        }
        if (settings.barrier()) {
            redis.repairLog();
        }
        start(redis);
    }

    private void recover(CrashableRedisServer redis, RedisConnection direct, Barrier barrier)
            throws InterruptedException {
        begin(direct, barrier);
        if (settings.barrier()) {
            uncuttable = redis.logBytes();
        }
        history.write(Kind.BARRIER, "", "");
    }

    private Path own() {
        return folder.resolve("history-storm.jsonl");
    }

    private static void merge(List<Path> histories, Path file) throws IOException {
        List<HistoryEvent> events = new ArrayList<>();
        for (Path history : histories) {
            if (Files.exists(history)) {
                events.addAll(HistoryFile.read(history));
            }
        }
        events.sort(Comparator.comparing((HistoryEvent event) -> event.kind() == Kind.END)
                .thenComparingLong(HistoryEvent::ms));
        Files.deleteIfExists(file);
        try (HistoryWriter out = new HistoryWriter(file, InstantSource.system())) {
            events.forEach(out::write);
        }
    }

    /** Something that comes again and again, at random distances. */
    private final class Schedule {

        private final long leastMillis;
        private final long mostMillis;
        private long next;

        Schedule(long leastMillis, long mostMillis) {
            this.leastMillis = leastMillis;
            this.mostMillis = mostMillis;
            this.next = draw();
        }

        boolean isDue() {
            if (ticker.nanos() - next < 0) {
                return false;
            }
            next = draw();
            return true;
        }

        private long draw() {
            return ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(random.nextLong(leastMillis, mostMillis));
        }
    }
}
