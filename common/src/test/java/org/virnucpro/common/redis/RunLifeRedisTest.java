package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.api.RScript;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Opening, submitting, pausing, ending; and what a server does to us: forgetting scripts, running out of memory. */
@ExtendWith(RedisExtension.class)
final class RunLifeRedisTest {

    private TestRedis redis;

    @BeforeEach
    void connect(TestRedis shared) {
        redis = shared;
    }

    @Test
    void opening_twice_is_harmless_and_other_settings_are_refused() {
        TestRun run = TestRun.opened(redis, 3).fill("a", 0, 3);
        RunKeysSnapshot once = run.snapshot();
        RunSettings same = new RunSettings(3, Duration.ofHours(1), 3);
        run.queues.open(same);
        assertThat(run.snapshot()).isEqualTo(once);
        for (RunSettings other : List.of(
                new RunSettings(4, Duration.ofHours(1), 3),
                new RunSettings(3, Duration.ofHours(2), 3),
                new RunSettings(3, Duration.ofHours(1), 2))) {
            assertThatThrownBy(() -> run.queues.open(other))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(run.id.value());
        }
        run.queues.changeState(RunState.PAUSED);
        run.queues.open(same);
        assertThat(run.queues.state()).isEqualTo(RunState.PAUSED);
    }

    @Test
    void a_run_of_more_tasks_than_fit_is_refused() {
        assertThatThrownBy(() -> new TestRun(redis).queues.open(RunSettings.of(Integer.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_run_without_tasks_is_over_at_once() {
        TestRun run = new TestRun(redis);
        run.queues.open(RunSettings.of(0));
        assertThat(run.queues.observe().counts().isOver()).isTrue();
        assertThat(run.queues.winners()).isEmpty();
    }

    @Test
    void many_tasks_arrive_in_the_order_of_each_queue() {
        TestRun run = TestRun.opened(redis, 5003);
        List<Task> tasks = new ArrayList<>();
        IntStream.range(0, 5003).forEach(i -> tasks.add(task(i, i < 2600 ? "a" : "w" + i % 6, i)));
        assertThat(run.queues.submit(tasks)).isEqualTo(5003);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.submit(tasks)).isZero();
        assertThat(run.snapshot()).isEqualTo(once);
        once.queues()
                .forEach((worker, elements) -> assertThat(elements.stream()
                                .map(TaskElement::decode)
                                .map(task -> task.id().index()))
                        .isSorted());
    }

    @Test
    void the_same_task_twice_in_one_call_is_one_task() {
        TestRun run = TestRun.opened(redis, 1);
        assertThat(run.queues.submit(List.of(task(0, "a", 1), task(0, "a", 1)))).isEqualTo(1);
        run.snapshot();
    }

    @Test
    void a_task_that_was_not_planned_is_refused_and_nothing_of_its_batch_is_added() {
        TestRun run = TestRun.opened(redis, 2);
        assertThatThrownBy(() -> run.submit(task(0, "a", 1), task(2, "a", 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(run.queues.observe().counts().submitted()).isZero();
    }

    @Test
    void a_run_that_has_ended_takes_no_tasks_and_stays_ended() {
        TestRun run = TestRun.opened(redis, 2).fill("a", 0, 1).join("a");
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(run.queues.changeState(RunState.CANCELLED)).isEqualTo(RunState.CANCELLED);
        assertThat(run.queues.changeState(RunState.OPEN)).isEqualTo(RunState.CANCELLED);
        assertThatThrownBy(() -> run.submit(task(1, "a", 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CANCELLED");
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.RECORDED);
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.NotOpen(RunState.CANCELLED));
        assertThat(run.queues.join(worker("b"), TestRun.ONE)).isZero();
        assertThat(run.queues.members()).containsOnlyKeys(worker("a"));
    }

    @Test
    void a_run_that_does_not_exist_stays_absent() {
        TestRun run = new TestRun(redis);
        assertThat(run.queues.state()).isEqualTo(RunState.ABSENT);
        assertThat(run.queues.changeState(RunState.OPEN)).isEqualTo(RunState.ABSENT);
        QueueView view = run.queues.observe();
        assertThat(view.state()).isEqualTo(RunState.ABSENT);
        assertThat(view.queues()).isEmpty();
        assertThat(run.queues.events("", 10)).isEmpty();
        assertThat(run.queues.deadTasks()).isEmpty();
        assertThat(run.queues.winners()).isEmpty();
        assertThat(run.queues.reap(10)).isZero();
        assertThat(run.queues.cancel(List.of(id(0)))).isZero();
    }

    @Test
    void a_run_that_is_cancelled_before_it_is_planned_is_never_opened() {
        TestRun run = new TestRun(redis);
        redis.client()
                .<String, String>getMap(run.keys.meta(), StringCodec.INSTANCE)
                .putAll(Map.of("layout", RedisScript.LAYOUT, "state", "PLANNING"));
        assertThat(run.queues.changeState(RunState.OPEN)).isEqualTo(RunState.PLANNING);
        assertThat(run.queues.changeState(RunState.CANCELLED)).isEqualTo(RunState.CANCELLED);
        run.queues.open(RunSettings.of(1));
        assertThat(run.queues.state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void an_observation_follows_queues_that_appear() {
        TestRun run = TestRun.opened(redis, 10).fill("a", 0, 2);
        assertThat(run.queues.observe().queues())
                .extracting(QueueView.Queue::depth)
                .containsExactly(2L);
        run.fill("b", 2, 3).join("c");
        assertThat(run.queues.observe().queues())
                .extracting(QueueView.Queue::worker, QueueView.Queue::depth, QueueView.Queue::membership)
                .containsExactly(
                        tuple(worker("a"), 2L, QueueView.Membership.EXPECTED),
                        tuple(worker("b"), 3L, QueueView.Membership.EXPECTED),
                        tuple(worker("c"), 0L, QueueView.Membership.MEMBER));
    }

    @Test
    void scripts_that_the_server_has_forgotten_are_sent_again() {
        RScript scripts = redis.client().getScript(StringCodec.INSTANCE);
        TestRun run = TestRun.opened(redis, 1);
        scripts.scriptFlush();
        run.fill("a", 0, 1);
        scripts.scriptFlush();
        run.join("a");
        scripts.scriptFlush();
        TakeOutcome.Leased leased = run.leased("a", OWN);
        scripts.scriptFlush();
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.RECORDED);
        run.snapshot();
    }

    @Test
    void at_maxmemory_running_work_goes_on_and_new_work_is_refused() {
        TestRun run = TestRun.opened(redis, 10).fill("a", 0, 6).join("a", "b");
        TakeOutcome.Leased first = run.leased("a", OWN);
        RedisNode server = redis.client().getRedisNodes(RedisNodes.SINGLE).getInstance();
        server.setConfig("maxmemory", "1");
        try {
            assertThatThrownBy(() -> run.submit(task(9, "a", 1)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("maxmemory");
            assertThatThrownBy(() -> new TestRun(redis).queues.open(RunSettings.of(1)))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageContaining("maxmemory");
            assertThat(run.leased("a", OWN).token()).isEqualTo(first.token());
            assertThat(run.queues.heartbeat(worker("a"), TestRun.ONE, List.of(run.held(first))))
                    .isEqualTo(new HeartbeatOutcome.Renewed(RunState.OPEN, List.of()));
            assertThat(run.queues.complete(id(0), first.token(), worker("a"))).isEqualTo(CompleteOutcome.RECORDED);
            TakeOutcome.Leased second = run.leased("a", OWN);
            assertThat(run.queues.fail(id(1), second.token(), "bad", FailKind.BURN))
                    .isEqualTo(FailOutcome.REQUEUED);
            TakeOutcome.Leased third = run.leased("a", RETRY);
            server.setConfig("maxmemory", "0");
            run.expire(third.task().id(), 1);
            server.setConfig("maxmemory", "1");
            assertThat(run.queues.reap(5)).isEqualTo(1);
            assertThat(run.leased("b", TestRun.steal("a", 1)).task().id()).isEqualTo(id(2));
            assertThat(run.queues.join(worker("b"), TestRun.TWO)).isEqualTo(1);
            assertThat(run.queues.declareLost(worker("b"), TestRun.TWO)).isZero();
            assertThat(run.queues.cancel(List.of(id(3)))).isEqualTo(1);
            assertThat(run.queues.changeState(RunState.PAUSED)).isEqualTo(RunState.PAUSED);
            assertThat(run.queues.observe().counts().leased()).isZero();
            redis.connection().registry().announceCoordinator("at-maxmemory", Duration.ofSeconds(1));
            redis.connection().registry().finish(run.id, RunState.FAILED, "full", Duration.ofDays(1));
        } finally {
            server.setConfig("maxmemory", "0");
        }
        assertThat(run.state(0)).isEqualTo(TaskState.DONE);
        run.snapshot();
    }
}
