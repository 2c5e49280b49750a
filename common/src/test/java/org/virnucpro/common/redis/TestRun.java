package org.virnucpro.common.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.redisson.api.RBatch;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.QueueInvariants;
import org.virnucpro.common.testkit.TestRedis;

/** One run on the tests' Redis, with short words for what tests do to it. Workers are named by one letter. */
final class TestRun {

    static final Incarnation ONE = new Incarnation("one");
    static final Incarnation TWO = new Incarnation("two");
    /** Open frames of every task. */
    static final long SEQUENCES = 10;

    static final TakeSource RETRY = new TakeSource.RetryList();
    static final TakeSource OWN = new TakeSource.OwnQueue();

    final TestRedis redis;
    final RunId id;
    final RedisKeys keys;
    final SharedWorkQueues queues;

    private final RedisCalls calls;

    TestRun(TestRedis redis) {
        this(redis, RedisScript::source);
    }

    /** With other scripts than those of the program. */
    TestRun(TestRedis redis, Function<RedisScript, String> scripts) {
        this(redis, new RedisCalls(redis.client(), scripts));
    }

    private TestRun(TestRedis redis, RedisCalls calls) {
        this.redis = redis;
        this.id = redis.freshRun();
        this.keys = new RedisKeys(id);
        this.calls = calls;
        this.queues = new RedisSharedWorkQueues(redis.client(), id, calls);
    }

    /** A run of so many tasks with leases of an hour and three attempts. */
    static TestRun opened(TestRedis redis, int tasks) {
        TestRun run = new TestRun(redis);
        run.queues.open(new RunSettings(tasks, Duration.ofHours(1), 3));
        return run;
    }

    /** Another run with the same keys. */
    TestRun copy() {
        TestRun copy = new TestRun(redis, calls);
        RBatch batch = redis.client().createBatch();
        names().forEach(name -> batch.getBucket(prefix(id) + name).copyAsync(prefix(copy.id) + name));
        batch.execute();
        return copy;
    }

    /** Removes the keys. */
    void delete() {
        redis.client().getKeys().unlink(names().map(name -> prefix(id) + name).toArray(String[]::new));
    }

    private static Stream<String> names() {
        return Stream.of(
                "meta", "st", "tok", "lz", "lh", "sl", "wi", "cnt", "rw", "ev", "dead", "rq", "big", "at", "later",
                "tries", "q:a", "q:b");
    }

    private static String prefix(RunId run) {
        return "vnp:{" + run + "}:";
    }

    static WorkerId worker(String name) {
        return new WorkerId(name);
    }

    static TaskId id(int task) {
        return new TaskId(task);
    }

    static Task task(int id, String home, long cost) {
        return new Task(new TaskId(id), 1, cost, new WorkerId(home), new Shard(0, 0, 10, 1, 2, SEQUENCES));
    }

    /** A task of a worker whose longest record has so many bases. */
    static Task task(int id, String home, long cost, long longestRecord) {
        return new Task(
                new TaskId(id),
                1,
                cost,
                new WorkerId(home),
                new Shard(0, 0, 10, 1, 2, SEQUENCES, longestRecord, ChunkRange.ALL));
    }

    static TakeSource departed(String owner) {
        return new TakeSource.Departed(worker(owner));
    }

    static TakeSource steal(String victim) {
        return TakeSource.Steal.anyFrom(worker(victim));
    }

    static TakeSource steal(String victim, long maximalCost) {
        return new TakeSource.Steal(worker(victim), maximalCost);
    }

    TestRun submit(Task... tasks) {
        queues.submit(List.of(tasks));
        return this;
    }

    /** Queues of these depths; ids go on from 0, costs are 1. */
    TestRun fill(String worker, int firstId, int depth) {
        Task[] tasks = new Task[depth];
        Arrays.setAll(tasks, i -> task(firstId + i, worker, 1));
        return submit(tasks);
    }

    /** The same as a first part, after which a coordinator fills other queues. */
    TestRun fillMore(String worker, int firstId, int depth) {
        List<String> arguments = Stream.concat(
                        Stream.of(worker, "MORE"),
                        IntStream.range(firstId, firstId + depth)
                                .mapToObj(id -> TaskElement.encode(task(id, worker, 1))))
                .toList();
        RedisCalls.await(
                RedisScript.SUBMIT,
                calls.start(RedisScript.SUBMIT, keys.withQueues(List.of(worker(worker))), arguments));
        return this;
    }

    TestRun join(String... workers) {
        Arrays.stream(workers).forEach(worker -> queues.join(worker(worker), ONE));
        return this;
    }

    /** Joins a worker that can hold records of so many bases. */
    TestRun joinHolding(String worker, long longestRecord) {
        queues.join(worker(worker), ONE, 1, longestRecord);
        return this;
    }

    TakeOutcome take(String worker, TakeSource... sources) {
        return queues.take(new TakeRequest(worker(worker), ONE, List.of(sources), List.of(), Optional.empty()));
    }

    TakeOutcome take(String worker, ImbalanceThreshold threshold, List<WorkerId> all, TakeSource... sources) {
        return queues.take(new TakeRequest(worker(worker), ONE, List.of(sources), all, Optional.of(threshold)));
    }

    TakeOutcome.Leased leased(String worker, TakeSource... sources) {
        return (TakeOutcome.Leased) take(worker, sources);
    }

    HeldLease held(TakeOutcome.Leased leased) {
        return new HeldLease(leased.task().id(), leased.token());
    }

    /** Moves the end of a lease into the past. */
    void expire(TaskId task, long millis) {
        redis.client()
                .getScoredSortedSet(prefix(id) + "lz", StringCodec.INSTANCE)
                .add((double) millis, task.toString());
    }

    TaskState state(int task) {
        return TaskState.ofCode(snapshot().state(task));
    }

    /** Checks every invariant and returns the keys. */
    RunKeysSnapshot snapshot() {
        return QueueInvariants.check(redis, id);
    }
}
