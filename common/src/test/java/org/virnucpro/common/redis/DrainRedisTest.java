package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.departed;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** A worker that takes nothing new, and what it leaves to others; and the look at what comes next. */
@ExtendWith(RedisExtension.class)
final class DrainRedisTest {

    private TestRun run;
    private TakeOutcome.Leased running;

    @BeforeEach
    void worker_a_runs_one_task_and_has_two_more(TestRedis redis) {
        run = TestRun.opened(redis, 4).fill("a", 0, 3).join("a", "b");
        running = run.leased("a", OWN);
    }

    @Test
    void a_draining_worker_keeps_its_lease_and_takes_nothing_new() {
        run.queues.drain(worker("a"), ONE);

        assertThat(run.queues.heartbeat(worker("a"), ONE, List.of(run.held(running))))
                .isEqualTo(new HeartbeatOutcome.Renewed(RunState.OPEN, List.of()));
        assertThat(run.leased("a", OWN))
                .isEqualTo(new TakeOutcome.Leased(running.task(), running.token(), Origin.AGAIN));
        assertThat(run.queues.complete(running.task().id(), running.token(), worker("a")))
                .isEqualTo(CompleteOutcome.RECORDED);
        assertThat(run.take("a", RETRY, OWN)).isEqualTo(new TakeOutcome.Empty(false));
        assertThat(run.queues.members()).containsEntry(worker("a"), ONE);
        run.snapshot();
    }

    @Test
    void its_queue_is_open_to_all_at_once() {
        assertThat(run.take("b", departed("a"))).isEqualTo(new TakeOutcome.Empty(false));
        run.queues.drain(worker("a"), ONE);

        assertThat(run.leased("b", departed("a")).origin()).isEqualTo(Origin.DEPARTED);
        assertThat(run.queues.observe().byWorker().get(worker("a")).membership())
                .isEqualTo(QueueView.Membership.DEPARTED);
        assertThat(run.queues.events("", 100)).extracting(QueueEvent::type).contains(QueueEvent.Type.DRAIN);
        run.snapshot();
    }

    @Test
    void joining_takes_a_drain_back_and_leaves_the_lease_where_it_is() {
        run.queues.drain(worker("a"), ONE);
        assertThat(run.queues.join(worker("a"), ONE)).isZero();

        assertThat(run.state(0)).isEqualTo(TaskState.LEASED);
        assertThat(run.take("b", departed("a"))).isEqualTo(new TakeOutcome.Empty(false));
        run.queues.complete(running.task().id(), running.token(), worker("a"));
        assertThat(run.leased("a", OWN).task().id()).isEqualTo(id(1));
    }

    @Test
    void another_start_joins_in_place_of_a_draining_one_and_is_not_drained_by_its_request() {
        run.queues.drain(worker("a"), ONE);
        assertThat(run.queues.join(worker("a"), TWO)).isOne();
        run.queues.drain(worker("a"), ONE);

        assertThat(run.queues.heartbeat(worker("a"), ONE, List.of())).isEqualTo(new HeartbeatOutcome.Fenced());
        assertThat(run.take("b", departed("a"))).isEqualTo(new TakeOutcome.Empty(false));
    }

    @Test
    void leaving_and_loss_end_a_drain_and_give_the_lease_back() {
        run.queues.drain(worker("a"), ONE);
        assertThat(run.queues.leave(worker("a"), ONE)).isOne();
        assertThat(run.leased("b", RETRY).task().attempt()).isEqualTo(1);
        assertThat(run.queues.join(worker("a"), ONE)).isZero();
        assertThat(run.queues.members()).doesNotContainKey(worker("a"));

        run.queues.drain(worker("b"), ONE);
        assertThat(run.queues.declareLost(worker("b"), ONE)).isOne();
        run.snapshot();
    }

    @Test
    void a_worker_with_a_queue_drains_before_it_has_joined() {
        run.fill("late", 3, 1);
        run.queues.drain(worker("late"), ONE);
        run.queues.drain(worker("none"), ONE);

        assertThat(run.leased("b", departed("late")).task().id()).isEqualTo(id(3));
        assertThat(run.queues.members()).containsKey(worker("late")).doesNotContainKey(worker("none"));
    }

    @Test
    void the_queue_of_a_worker_that_will_not_come_is_open_to_all_until_it_joins() {
        run.fill("late", 3, 1);
        run.queues.declareAbsent(worker("late"));
        run.queues.declareAbsent(worker("a"));

        assertThat(run.queues.members()).containsOnlyKeys(worker("a"), worker("b"));
        TakeOutcome.Leased taken = run.leased("b", departed("late"));
        run.queues.fail(taken.task().id(), taken.token(), "stopped", FailKind.RELEASE);
        run.join("late");
        assertThat(run.queues.members()).containsKey(worker("late"));
        assertThat(run.leased("late", RETRY, OWN).task().id()).isEqualTo(id(3));
    }

    @Test
    void the_task_that_comes_next_is_seen_and_left_where_it_is() {
        var before = run.snapshot();
        assertThat(run.queues.peek(worker("a"))).contains(task(1, "a", 1));
        assertThat(run.queues.peek(worker("b"))).isEmpty();
        assertThat(run.snapshot()).isEqualTo(before);

        run.queues.fail(running.task().id(), running.token(), "stopped", FailKind.RELEASE);
        assertThat(run.queues.peek(worker("b"))).contains(task(0, "a", 1));
        run.queues.changeState(RunState.PAUSED);
        assertThat(run.queues.peek(worker("a"))).isEmpty();
    }

    @Test
    void the_tombstone_of_a_cancelled_task_does_not_come_next() {
        run.queues.cancel(List.of(id(1)));
        assertThat(run.queues.peek(worker("a"))).isEmpty();
    }
}
