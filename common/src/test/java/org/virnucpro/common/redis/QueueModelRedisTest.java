package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.task;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/**
 * Random calls by three workers, compared call by call with {@link QueueModel}; the invariants hold after every call, and a
 * call that is sent twice leaves the same keys as one that is sent once. To repeat a failure: run its seed.
 */
@ExtendWith(RedisExtension.class)
final class QueueModelRedisTest {

    private static final int STEPS = 1200;
    private static final int TASKS = 60;
    /** Ids that splits may give out. */
    private static final int SPLITS = 40;

    private static final List<WorkerId> WORKERS = List.of(new WorkerId("a"), new WorkerId("b"), new WorkerId("c"));

    private final Map<WorkerId, Integer> starts = new HashMap<>();
    private final Map<WorkerId, HeldLease> lastLease = new HashMap<>();
    private final Map<TaskId, FencingToken> winners = new HashMap<>();
    private Random random = new Random(0);
    private TestRun run;
    private QueueModel model = new QueueModel(0, RetryBudget.DEFAULT);
    private int nextChild;
    private int clock;
    private int finished;
    private int died;
    private int drained;
    private int splits;
    private int retried;
    private int steppedAside;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7})
    void random_calls_do_what_the_model_says(long seed, TestRedis redis) {
        random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            if (step % 400 == 0) {
                startRun(redis);
            }
            String what = "seed " + seed + ", step " + step;
            try {
                step();
                compare();
                died += model.dead.isEmpty() ? 0 : 1;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(what + ": " + e.getMessage(), e);
            }
        }
        assertThat(finished).as("tasks that came to an end").isGreaterThan(STEPS / 40);
        assertThat(died).as("steps with dead tasks").isPositive();
        assertThat(splits).as("splits").isPositive();
        assertThat(retried).as("dead tasks tried again").isPositive();
        assertThat(drained).as("steps that drained a worker").isPositive();
        assertThat(steppedAside).as("steps with tasks set aside").isPositive();
    }

    private void startRun(TestRedis redis) {
        run = new TestRun(redis);
        RetryBudget retries = new RetryBudget(1 + random.nextInt(2), 1 + random.nextInt(2), Duration.ZERO);
        run.queues.open(new RunSettings(TASKS, Duration.ofHours(1), retries));
        model = new QueueModel(TASKS + SPLITS, retries);
        nextChild = TASKS;
        starts.clear();
        lastLease.clear();
        winners.clear();
        WORKERS.forEach(worker -> model.queue(worker));
    }

    private void step() {
        int dice = random.nextInt(112);
        WorkerId worker = any(WORKERS);
        if (dice < 12) {
            List<Task> tasks = someTasks();
            twice(() -> run.queues.submit(tasks), () -> model.submit(tasks), true);
        } else if (dice < 45) {
            take(worker);
        } else if (dice < 62) {
            complete(worker);
        } else if (dice < 70) {
            fail(worker);
        } else if (dice < 75) {
            heartbeat(worker);
        } else if (dice < 80) {
            expire();
        } else if (dice < 85) {
            int limit = 1 + random.nextInt(3);
            int expected = model.reap(limit);
            assertThat(run.queues.reap(limit)).isEqualTo(expected);
        } else if (dice < 93) {
            Incarnation incarnation = incarnation(worker, random.nextInt(3) == 0);
            long holds = any(List.of(Long.MAX_VALUE, 12L));
            twice(
                    () -> run.queues.join(worker, incarnation, 1, holds),
                    () -> model.join(worker, incarnation, holds),
                    true);
        } else if (dice < 95) {
            Incarnation incarnation = incarnation(worker, false);
            twice(() -> run.queues.leave(worker, incarnation), () -> model.end(worker, incarnation, false), true);
        } else if (dice < 97) {
            Incarnation incarnation = incarnation(worker, false);
            twice(() -> run.queues.declareLost(worker, incarnation), () -> model.end(worker, incarnation, true), true);
        } else if (dice < 98) {
            List<TaskId> ids = List.of(new TaskId(random.nextInt(TASKS)), new TaskId(random.nextInt(TASKS)));
            twice(() -> run.queues.cancel(ids), () -> model.cancel(ids), true);
        } else if (dice < 100) {
            Incarnation incarnation = incarnation(worker, false);
            drained += model.drain(worker, incarnation) ? 1 : 0;
            run.queues.drain(worker, incarnation);
            RunKeysSnapshot once = run.snapshot();
            run.queues.drain(worker, incarnation);
            assertThat(run.snapshot()).isEqualTo(once);
            if (random.nextInt(4) > 0) {
                twice(
                        () -> run.queues.join(worker, incarnation, 1, 12),
                        () -> model.join(worker, incarnation, 12),
                        true);
            }
        } else if (dice < 104) {
            split();
        } else if (dice < 108) {
            retry();
        } else {
            RunState state = model.state == RunState.OPEN ? RunState.PAUSED : RunState.OPEN;
            model.state = state;
            assertThat(run.queues.changeState(state)).isEqualTo(state);
        }
    }

    private void take(WorkerId worker) {
        List<TakeSource> sources = new ArrayList<>(List.of(new TakeSource.RetryList(), new TakeSource.OwnQueue()));
        for (WorkerId other : WORKERS) {
            if (!other.equals(worker)) {
                sources.add(new TakeSource.Departed(other));
                sources.add(new TakeSource.Steal(other, random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(10)));
            }
        }
        Collections.shuffle(sources, random);
        TakeRequest request = new TakeRequest(
                worker,
                incarnation(worker, random.nextInt(10) == 0),
                sources.subList(0, 1 + random.nextInt(sources.size())),
                random.nextBoolean() ? WORKERS : WORKERS.subList(0, 2),
                random.nextBoolean() ? Optional.empty() : Optional.of(ImbalanceThreshold.DEFAULT));
        twice(() -> taken(worker, run.queues.take(request)), () -> model.take(request), false);
    }

    /** What a take gave, in the words of the model; its token is noted. */
    private QueueModel.Taken taken(WorkerId worker, TakeOutcome outcome) {
        if (outcome instanceof TakeOutcome.Leased leased) {
            int task = leased.task().id().index();
            if (leased.origin() == TakeOutcome.Origin.AGAIN) {
                assertThat(leased.token()).isEqualTo(model.tokens[task]);
            } else if (model.tokens[task] != null) {
                assertThat(leased.token()).isGreaterThan(model.tokens[task]);
            }
            model.tokens[task] = leased.token();
            lastLease.put(worker, new HeldLease(leased.task().id(), leased.token()));
            return new QueueModel.Taken("Leased", Optional.of(leased.task()), Optional.of(leased.origin()));
        }
        if (outcome instanceof TakeOutcome.Empty empty) {
            return QueueModel.Taken.without(empty.guarded() ? "Guarded" : "Empty");
        }
        return QueueModel.Taken.without(outcome.getClass().getSimpleName());
    }

    private void complete(WorkerId worker) {
        HeldLease lease = lastLease.get(worker);
        if (lease != null) {
            twice(
                    () -> run.queues.complete(lease.task(), lease.token(), worker),
                    () -> model.complete(lease.task(), lease.token(), worker),
                    true);
            if (model.states[lease.task().index()] == TaskState.DONE) {
                winners.putIfAbsent(lease.task(), model.tokens[lease.task().index()]);
                finished++;
            }
        }
    }

    private void fail(WorkerId worker) {
        HeldLease lease = lastLease.get(worker);
        FailKind kind = random.nextInt(3) == 0 ? FailKind.RELEASE : FailKind.BURN;
        if (lease != null) {
            twice(
                    () -> run.queues.fail(lease.task(), lease.token(), "error", kind),
                    () -> model.fail(lease.task(), lease.token(), kind),
                    true);
        }
    }

    private void split() {
        List<DeadTask> dead = run.queues.deadTasks();
        if (!dead.isEmpty() && nextChild + 2 <= TASKS + SPLITS) {
            DeadTask parent = any(dead);
            List<Task> children = List.of(
                    task(nextChild, "a", random.nextInt(12), 5), single(nextChild + 1, "b", random.nextInt(24)));
            nextChild += 2;
            splits++;
            twice(
                    () -> run.queues.split(parent, children),
                    () -> model.split(parent.task().id(), children),
                    true);
        }
    }

    private static Task single(int id, String home, long longestRecord) {
        return new Task(
                new TaskId(id),
                1,
                3,
                new WorkerId(home),
                new Shard(0, 5, 10, 2, 1, TestRun.SEQUENCES, longestRecord, ChunkRange.ALL));
    }

    private void retry() {
        List<DeadTask> dead = run.queues.deadTasks();
        if (!dead.isEmpty()) {
            List<DeadTask> some = List.of(any(dead));
            boolean over = run.queues.observe().counts().isOver();
            retried++;
            twice(() -> run.queues.retry(some), () -> model.retry(some, over), true);
        }
    }

    private void heartbeat(WorkerId worker) {
        Incarnation incarnation = incarnation(worker, random.nextInt(5) == 0);
        // Also what others hold, and what this worker lost to them.
        List<HeldLease> asked = List.copyOf(lastLease.values());
        HeartbeatOutcome outcome = run.queues.heartbeat(worker, incarnation, asked);
        HeartbeatOutcome expected = model.heartbeat(worker, incarnation, asked)
                .<HeartbeatOutcome>map(lost -> new HeartbeatOutcome.Renewed(model.state, lost))
                .orElseGet(HeartbeatOutcome.Fenced::new);
        assertThat(outcome).isEqualTo(expected);
    }

    private void expire() {
        List<Task> leased = List.copyOf(model.leases.values());
        if (!leased.isEmpty()) {
            TaskId id = any(leased).id();
            clock++;
            model.expire(id, clock);
            run.expire(id, clock);
        }
    }

    /** Makes a call, and sometimes makes it again: the keys then stay as they are. */
    private <T> void twice(Supplier<T> real, Supplier<T> modelled, boolean alwaysTheSame) {
        T expected = modelled.get();
        assertThat(real.get()).isEqualTo(expected);
        if (random.nextInt(3) == 0) {
            RunKeysSnapshot once = run.snapshot();
            T expectedAgain = modelled.get();
            assertThat(real.get()).as("the second reply").isEqualTo(expectedAgain);
            boolean leased =
                    expected instanceof QueueModel.Taken taken && taken.status().equals("Leased");
            if (alwaysTheSame || leased) {
                assertThat(run.snapshot()).as("keys after the second call").isEqualTo(once);
            }
        }
    }

    private void compare() {
        RunKeysSnapshot keys = run.snapshot();
        IntStream.range(0, keys.states().capacity())
                .forEach(task -> assertThat(TaskState.ofCode(keys.state(task)))
                        .as("state of %s", task)
                        .isEqualTo(model.states[task]));
        keys.queues()
                .forEach((worker, elements) -> assertThat(elements.stream().map(TaskElement::decode))
                        .as("queue of %s", worker)
                        .containsExactlyElementsOf(model.queue(new WorkerId(worker))));
        assertThat(keys.retry().stream().map(TaskElement::decode)).containsExactlyElementsOf(model.retry);
        QueueView view = run.queues.observe();
        assertThat(view.state()).isEqualTo(model.state);
        assertThat(view.leases())
                .extracting(QueueView.Lease::worker)
                .containsExactlyInAnyOrderElementsOf(model.leases.keySet());
        assertThat(view.counts().pending()).isEqualTo(model.count(TaskState.PENDING));
        assertThat(view.counts().done()).isEqualTo(model.count(TaskState.DONE));
        assertThat(view.counts().requeues()).isEqualTo(model.requeues);
        assertThat(view.counts().steals()).isEqualTo(model.steals);
        assertThat(view.retryDepth()).isEqualTo(model.retry.size() + model.aside.size());
        assertThat(keys.aside().stream().map(TaskElement::decode)).containsExactlyInAnyOrderElementsOf(model.aside);
        view.queues()
                .forEach(queue ->
                        assertThat(queue.depth()).as("%s", queue.worker()).isEqualTo(model.depth(queue.worker())));
        steppedAside += model.aside.isEmpty() ? 0 : 1;
        assertThat(run.queues.members()).isEqualTo(model.members);
        assertThat(run.queues.deadTasks().stream().map(DeadTask::task)).containsExactlyElementsOf(model.dead);
        assertThat(run.queues.winners()).isEqualTo(winners);
    }

    /** The present incarnation of a worker, or the next one. */
    private Incarnation incarnation(WorkerId worker, boolean next) {
        int number = next ? starts.merge(worker, 1, Integer::sum) : starts.getOrDefault(worker, 0);
        return new Incarnation("start-" + number);
    }

    private List<Task> someTasks() {
        int first = random.nextInt(TASKS);
        return IntStream.range(first, Math.min(TASKS, first + 1 + random.nextInt(8)))
                .mapToObj(id -> task(id, any(WORKERS).value(), random.nextInt(12), random.nextInt(24)))
                .toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
