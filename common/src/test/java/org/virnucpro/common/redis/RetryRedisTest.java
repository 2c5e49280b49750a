package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.FailedAttempt;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.queue.RetryOutcome;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.SplitOutcome;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Attempts that fail: what they cost, when the next one comes, and what becomes of a task that has none left. */
@ExtendWith(RedisExtension.class)
final class RetryRedisTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private final TestRun run;

    RetryRedisTest(TestRedis redis) {
        run = new TestRun(redis);
    }

    /** Tasks 0 and 1 of two records each in the queue of a; a and b are members. */
    private void open(int attempts, int losses, Duration backoff) {
        run.queues.open(new RunSettings(2, HOUR, new RetryBudget(attempts, losses, backoff)));
        run.join("a", "b").fill("a", 0, 2);
    }

    @Test
    void errors_and_lost_workers_are_counted_apart() {
        open(2, 3, Duration.ZERO);
        assertThat(fail("a", OWN)).isEqualTo(FailOutcome.REQUEUED);
        lose("a");
        lose("a");
        assertThat(run.snapshot().used(0)).containsExactly(1, 2);
        assertThat(run.state(0)).isEqualTo(TaskState.PENDING);
        assertThat(fail("a", RETRY)).isEqualTo(FailOutcome.DEAD);
    }

    @Test
    void a_task_that_kills_three_workers_is_dead_and_says_whom() {
        open(3, 3, Duration.ZERO);
        run.leased("a", OWN);
        run.queues.declareLost(worker("a"), ONE);
        run.leased("b", RETRY);
        run.queues.join(worker("b"), TWO);
        run.queues.join(worker("c"), ONE);
        run.leased("c", RETRY);
        run.expire(id(0), 1);
        run.queues.reap(10);
        assertThat(run.state(0)).isEqualTo(TaskState.DEAD);
        DeadTask dead = run.queues.deadTasks().get(0);
        assertThat(dead.task().attempt()).isEqualTo(3);
        assertThat(dead.attempts())
                .extracting(attempt -> attempt.worker() + " " + attempt.cause())
                .containsExactly("a its worker was lost", "b its worker started anew", "c lease expired");
        assertThat(dead.attempts()).allMatch(attempt -> attempt.kind() == FailedAttempt.Kind.LOSS);
        assertThat(dead.attempts()).extracting(FailedAttempt::time).isSorted();
    }

    @Test
    void a_worker_that_leaves_or_hands_back_cleanly_costs_nothing() {
        open(1, 1, HOUR);
        run.leased("a", OWN);
        run.queues.leave(worker("a"), ONE);
        TakeOutcome.Leased again = run.leased("b", RETRY);
        run.queues.fail(again.task().id(), again.token(), "drain", FailKind.RELEASE);
        assertThat(run.leased("b", RETRY).task().attempt()).isEqualTo(1);
        assertThat(run.snapshot().tries()).isEmpty();
    }

    @Test
    void a_failed_task_waits_twice_as_long_each_time_and_idle_workers_know_until_when() {
        open(9, 9, Duration.ofSeconds(4));
        for (int errors = 1; errors <= 6; errors++) {
            assertThat(fail("a", RETRY, OWN)).isEqualTo(FailOutcome.REQUEUED);
            Duration wait =
                    ((TakeOutcome.Empty) run.take("b", RETRY)).nextRetry().orElseThrow();
            double whole = Math.min(60_000, 4_000 * Math.pow(2, errors - 1));
            assertThat((double) wait.toMillis()).isBetween(0.75 * whole - 3_000, 1.25 * whole);
            assertThat(run.queues.observe().retryDepth()).isEqualTo(1);
            ripen();
        }
    }

    @Test
    void the_first_lost_worker_costs_no_wait_and_the_second_one_does() {
        open(3, 3, HOUR);
        lose("a");
        assertThat(run.snapshot().retry()).hasSize(1);
        lose("a");
        assertThat(run.snapshot().retry()).isEmpty();
        assertThat(run.snapshot().waiting().byElement()).hasSize(1);
    }

    @Test
    void tasks_that_fail_together_do_not_come_back_together() {
        run.queues.open(new RunSettings(50, HOUR, new RetryBudget(3, 3, Duration.ofSeconds(10))));
        run.join("a").fill("a", 0, 50);
        long before = run.queues.observe().time().toEpochMilli();
        for (int i = 0; i < 50; i++) {
            fail("a", OWN);
        }
        Set<Long> seconds = new HashSet<>();
        run.snapshot().waiting().byElement().values().forEach(at -> seconds.add((long) (at - before) / 500));
        assertThat(seconds).hasSizeGreaterThan(5);
    }

    @Test
    void a_cancelled_task_that_waits_is_dropped_when_its_time_has_come() {
        open(3, 3, HOUR);
        fail("a", OWN);
        run.queues.cancel(List.of(id(0)));
        ripen();
        assertThat(run.leased("a", RETRY, OWN).task().id()).isEqualTo(id(1));
        assertThat(run.snapshot().retry()).isEmpty();
    }

    @Test
    void smaller_tasks_take_the_place_of_a_dead_one() {
        open(1, 1, HOUR);
        TakeOutcome.Leased parent = run.leased("a", OWN);
        run.queues.fail(id(0), parent.token(), "poison", FailKind.BURN);
        DeadTask dead = run.queues.deadTasks().get(0);
        List<Task> children = List.of(task(2, "a", 1), single(3));

        assertThat(run.queues.split(dead, children)).isEqualTo(SplitOutcome.SPLIT);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.split(dead, children)).isEqualTo(SplitOutcome.SPLIT);
        assertThat(run.snapshot()).isEqualTo(once);

        assertThat(run.state(0)).isEqualTo(TaskState.SPLIT);
        assertThat(run.queues.deadTasks()).isEmpty();
        assertThat(run.queues.complete(id(0), parent.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        for (int task : new int[] {2, 3, 1}) {
            TakeOutcome.Leased child = run.leased("b", RETRY, TestRun.steal("a"));
            assertThat(child.task().id()).isEqualTo(id(task));
            run.queues.complete(id(task), child.token(), worker("b"));
        }
        RunCounts counts = run.queues.observe().counts();
        assertThat(counts.isOver()).isTrue();
        assertThat(counts.planned()).isEqualTo(4);
        assertThat(run.queues.winners()).containsOnlyKeys(id(1), id(2), id(3));
        assertThat(run.queues.events("", 100))
                .filteredOn(event -> event.type() == QueueEvent.Type.SPLIT)
                .extracting(QueueEvent::reason)
                .containsExactly("2 3");
    }

    @Test
    void a_child_that_can_be_split_further_has_one_attempt_and_a_single_record_has_all() {
        open(2, 2, Duration.ZERO);
        fail("a", OWN);
        fail("a", RETRY);
        run.queues.split(run.queues.deadTasks().get(0), List.of(task(2, "a", 1), single(3)));
        assertThat(fail("a", RETRY)).as("two records").isEqualTo(FailOutcome.DEAD);
        lose("a");
        lose("a");
        assertThat(run.queues.deadTasks()).hasSize(2);
        assertThat(run.state(3)).isEqualTo(TaskState.DEAD);
        assertThat(run.snapshot().used(3)).containsExactly(0, 2);
    }

    @Test
    void nothing_takes_the_place_of_a_task_that_is_not_dead_or_an_id_that_was_given_out() {
        open(1, 1, HOUR);
        DeadTask alive = new DeadTask(task(0, "a", 1), "error");
        assertThat(run.queues.split(alive, List.of(single(2), single(3)))).isEqualTo(SplitOutcome.OTHER);
        fail("a", OWN);
        DeadTask dead = run.queues.deadTasks().get(0);
        assertThatThrownBy(() -> run.queues.split(dead, List.of(single(2), single(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("child 2");
        assertThat(run.state(0)).isEqualTo(TaskState.DEAD);
        run.queues.changeState(RunState.CANCELLED);
        assertThat(run.queues.split(dead, List.of(single(2), single(3)))).isEqualTo(SplitOutcome.CLOSED);
    }

    @Test
    void a_dead_task_is_given_all_its_attempts_back_and_keeps_its_history() {
        open(2, 2, Duration.ZERO);
        fail("a", OWN);
        fail("a", RETRY);
        List<DeadTask> dead = run.queues.deadTasks();

        assertThat(run.queues.retry(dead)).isEqualTo(new RetryOutcome.Queued(1));
        assertThat(run.queues.retry(dead)).isEqualTo(new RetryOutcome.Queued(0));
        assertThat(run.queues.deadTasks()).isEmpty();
        assertThat(run.leased("b", RETRY).task().attempt()).isEqualTo(1);
        run.expire(id(0), 1);
        run.queues.reap(10);
        assertThat(fail("b", RETRY)).isEqualTo(FailOutcome.REQUEUED);
        assertThat(fail("b", RETRY)).isEqualTo(FailOutcome.DEAD);
        assertThat(run.queues.deadTasks().get(0).attempts()).hasSize(5);
    }

    @Test
    void nothing_is_tried_again_when_all_tasks_have_ended_or_the_run_is_closed() {
        open(1, 1, Duration.ZERO);
        fail("a", OWN);
        List<DeadTask> dead = run.queues.deadTasks();
        fail("a", OWN);
        assertThat(run.queues.retry(dead)).isEqualTo(new RetryOutcome.Over());
        run.queues.changeState(RunState.CANCELLED);
        assertThat(run.queues.retry(dead)).isEqualTo(new RetryOutcome.Closed(RunState.CANCELLED));
    }

    @Test
    void the_same_settings_open_a_run_again_after_a_split_and_other_budgets_do_not() {
        open(1, 1, Duration.ZERO);
        fail("a", OWN);
        run.queues.split(run.queues.deadTasks().get(0), List.of(single(2), single(3)));
        RunSettings same = new RunSettings(2, HOUR, new RetryBudget(1, 1, Duration.ZERO));
        run.queues.open(same);
        assertThat(run.queues.settings()).contains(same);
        assertThat(run.queues.submit(List.of(task(0, "a", 1), task(1, "a", 1)))).isZero();
        assertThatThrownBy(() -> run.queues.open(new RunSettings(2, HOUR, new RetryBudget(1, 2, Duration.ZERO))))
                .isInstanceOf(IllegalStateException.class);
    }

    private FailOutcome fail(String worker, TakeSource... sources) {
        TakeOutcome.Leased leased = run.leased(worker, sources);
        return run.queues.fail(leased.task().id(), leased.token(), "error", FailKind.BURN);
    }

    /** The lease of the next task runs out. */
    private void lose(String worker) {
        TakeOutcome.Leased leased = run.leased(worker, RETRY, OWN);
        run.expire(leased.task().id(), 1);
        run.queues.reap(10);
    }

    /** Lets the time of every waiting task come. */
    private void ripen() {
        run.snapshot()
                .waiting()
                .byElement()
                .keySet()
                .forEach(element -> run.redis
                        .client()
                        .getScoredSortedSet("vnp:{" + run.id + "}:later", StringCodec.INSTANCE)
                        .add(1, element));
    }

    private static Task single(int id) {
        return new Task(id(id), 1, 1, worker("a"), new Shard(0, 5, 10, 2, 1, TestRun.SEQUENCES, 0, ChunkRange.ALL));
    }
}
