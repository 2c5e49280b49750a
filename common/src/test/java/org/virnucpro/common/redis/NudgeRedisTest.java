package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.api.RTopic;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Whoever makes work appear wakes the workers that wait for some, in the same step. */
@ExtendWith(RedisExtension.class)
final class NudgeRedisTest {

    private static final String END = "end";

    private TestRedis redis;
    private TestRun run;

    @BeforeEach
    void one_task_runs_and_one_waits(TestRedis shared) {
        redis = shared;
        run = TestRun.opened(redis, 3).fill("a", 0, 2).join("a");
    }

    @Test
    void submitted_tasks_nudge_and_known_ones_do_not() {
        assertThat(nudges(() -> run.submit(task(2, "a", 1)))).isOne();
        assertThat(nudges(() -> run.submit(task(2, "a", 1)))).isZero();
    }

    @Test
    void tasks_of_a_paused_run_nudge_when_it_goes_on() {
        assertThat(nudges(() -> run.queues.changeState(RunState.PAUSED))).isZero();
        assertThat(nudges(() -> run.submit(task(2, "a", 1)))).isZero();
        assertThat(nudges(() -> run.queues.changeState(RunState.OPEN))).isOne();
    }

    @Test
    void a_task_that_is_handed_back_or_failed_nudges() {
        TakeOutcome.Leased first = run.leased("a", OWN);
        assertThat(nudges(() -> run.queues.fail(first.task().id(), first.token(), "stopped", FailKind.RELEASE)))
                .isOne();
        TakeOutcome.Leased second = run.leased("a", OWN);
        assertThat(nudges(() -> run.queues.fail(second.task().id(), second.token(), "broken", FailKind.BURN)))
                .isOne();
    }

    @Test
    void reaped_leases_nudge_once_and_a_look_that_finds_none_does_not() {
        assertThat(nudges(() -> run.queues.reap(10))).isZero();
        run.join("b").leased("a", OWN);
        run.leased("b", TestRun.steal("a"));
        run.expire(id(0), 1);
        run.expire(id(1), 1);
        assertThat(nudges(() -> run.queues.reap(10))).isOne();
    }

    @Test
    void the_queue_of_a_worker_that_leaves_drains_or_is_lost_nudges() {
        run.join("b", "c").fill("b", 2, 1);
        assertThat(nudges(() -> run.queues.drain(worker("a"), ONE))).isOne();
        assertThat(nudges(() -> run.queues.drain(worker("a"), ONE))).isZero();
        assertThat(nudges(() -> run.queues.leave(worker("a"), ONE))).isOne();
        assertThat(nudges(() -> run.queues.leave(worker("a"), ONE))).isZero();
        assertThat(nudges(() -> run.queues.declareLost(worker("b"), ONE))).isOne();
    }

    @Test
    void a_worker_that_will_not_come_nudges() {
        run.fill("late", 2, 1);
        assertThat(nudges(() -> run.queues.declareAbsent(worker("late")))).isOne();
        assertThat(nudges(() -> run.queues.declareAbsent(worker("late")))).isZero();
    }

    @Test
    void a_lease_of_an_earlier_start_nudges() {
        run.leased("a", OWN);
        assertThat(nudges(() -> run.queues.join(worker("a"), TWO))).isOne();
        assertThat(nudges(() -> run.join("b"))).isZero();
    }

    @Test
    void a_worker_that_leaves_nothing_behind_nudges_nobody() {
        TestRun done = TestRun.opened(redis, 1).fill("a", 0, 1).join("a", "b");
        TakeOutcome.Leased last = done.leased("a", OWN);
        done.queues.complete(last.task().id(), last.token(), worker("a"));
        assertThat(nudges(() -> done.queues.leave(worker("a"), ONE))).isZero();
    }

    /** How many nudges an action sends; messages of one channel keep their order. */
    private int nudges(Runnable action) {
        RTopic topic = redis.client().getTopic(RedisKeys.NUDGE, StringCodec.INSTANCE);
        List<String> heard = new CopyOnWriteArrayList<>();
        int listener = topic.addListener(String.class, (channel, message) -> heard.add(message));
        action.run();
        topic.publish(END);
        await().until(() -> heard.contains(END));
        topic.removeListener(listener);
        return heard.indexOf(END);
    }
}
