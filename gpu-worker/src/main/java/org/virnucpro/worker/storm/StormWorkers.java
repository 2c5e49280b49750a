package org.virnucpro.worker.storm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.ScriptMutation;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.worker.loop.LoopTiming;
import org.virnucpro.worker.loop.WorkerLoop;
import org.virnucpro.worker.predict.Pause;
import org.virnucpro.worker.predict.ShardPredictor;
import org.virnucpro.worker.predict.SyntheticShardPredictor;

/**
 * Several workers in one process, each with a connection, a loop and an incarnation of its own, as if each were a process;
 * they are killed and stopped together. Thread-safe.
 */
public final class StormWorkers {

    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * What the workers of a process are to do.
     *
     * @param process its name in the history
     * @param names of its workers
     * @param poisonMillis the cost of tasks that fail
     * @param stallShare share of completions before which the process stops
     * @param leastStall the shortest such stop
     * @param seed of chance
     */
    public record Orders(
            String process,
            List<WorkerId> names,
            long poisonMillis,
            double stallShare,
            Duration leastStall,
            long seed,
            Optional<ScriptMutation> mutation) {}

    private final Orders orders;
    private final RedisAddress address;
    private final DataRoots roots;
    private final HistoryWriter writer;
    private final TaskHistory history;
    private final List<WorkerLoop> loops = new ArrayList<>(); // guarded by itself, with stopped
    private boolean stopped;

    public StormWorkers(Orders orders, RedisAddress address, DataRoots roots, HistoryWriter writer) {
        this.orders = orders;
        this.address = address;
        this.roots = roots;
        this.writer = writer;
        this.history = new TaskHistory(
                this.writer,
                new SelfStall(
                        writer,
                        orders.process(),
                        orders.stallShare(),
                        orders.leastStall().toMillis(),
                        new SplittableRandom(orders.seed())));
    }

    /** Works until all loops have ended; the first failure ends all. */
    public void run() {
        List<CompletableFuture<Void>> ends = orders.names().stream()
                .map(name -> CompletableFuture.runAsync(
                        () -> work(name), task -> new Thread(task, "worker-" + name + "-loop").start()))
                .toList();
        try {
            ends.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            stop();
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** Drains all workers. */
    public void stop() {
        synchronized (loops) {
            stopped = true;
            loops.forEach(WorkerLoop::requestDrain);
        }
    }

    private void work(WorkerId name) {
        try (RedisConnection connection = RedisConnection.open(address);
                ShardPredictor predictor = new PoisonedPredictor(
                        new SyntheticShardPredictor(1, Pause.real(), Ticker.system()), orders.poisonMillis())) {
            Function<RunId, SharedWorkQueues> queues = orders.mutation()
                    .<Function<RunId, SharedWorkQueues>>map(mutation -> run -> mutation.queues(connection, run))
                    .orElse(connection::queues);
            WorkerLoop loop = new WorkerLoop(
                    new WorkerRecord(
                            name,
                            Incarnation.fresh(),
                            "storm",
                            "synthetic",
                            "synthetic",
                            1,
                            Map.of(),
                            false,
                            Instant.EPOCH),
                    RecordedRegistry.of(connection.registry(), queues, name, history),
                    roots,
                    predictor,
                    LoopTiming.real(DRAIN));
            synchronized (loops) {
                loops.add(loop);
                if (stopped) {
                    loop.requestDrain();
                }
            }
            loop.run();
        }
    }
}
