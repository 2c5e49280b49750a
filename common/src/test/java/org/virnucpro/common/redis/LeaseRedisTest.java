package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.steal;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DeadTask;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.FailOutcome;
import org.virnucpro.common.queue.HeartbeatOutcome;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** What ends a lease, what renews it, and who is fenced off. */
@ExtendWith(RedisExtension.class)
final class LeaseRedisTest {

    private TestRun run;

    @BeforeEach
    void openRun(TestRedis redis) {
        run = new TestRun(redis);
        run.queues.open(new RunSettings(4, Duration.ofMillis(100), 2));
        run.fill("a", 0, 2).join("a", "b");
    }

    @Test
    void a_completion_sent_twice_is_recorded_once() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.RECORDED);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.DUPLICATE);
        assertThat(run.snapshot()).isEqualTo(once);
    }

    @Test
    void only_the_holder_with_the_last_token_completes() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        FencingToken other = new FencingToken(leased.token().value() + 1);
        assertThat(run.queues.complete(id(0), other, worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.complete(id(0), leased.token(), worker("b"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.complete(id(3), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.complete(id(99), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.state(0)).isEqualTo(TaskState.LEASED);
    }

    @Test
    void a_stale_token_is_rejected_after_a_requeue() {
        TakeOutcome.Leased first = run.leased("a", OWN);
        run.expire(id(0), 1);
        assertThat(run.queues.reap(10)).isEqualTo(1);
        assertThat(run.queues.complete(id(0), first.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        TakeOutcome.Leased second = run.leased("b", RETRY);
        assertThat(second.task().attempt()).isEqualTo(2);
        assertThat(run.queues.complete(id(0), first.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.fail(id(0), first.token(), "late", FailKind.BURN)).isEqualTo(FailOutcome.FENCED);
        assertThat(run.queues.complete(id(0), second.token(), worker("b"))).isEqualTo(CompleteOutcome.RECORDED);
        assertThat(run.queues.winners()).isEqualTo(Map.of(id(0), second.token()));
    }

    @Test
    void a_task_out_of_attempts_is_dead_with_its_cause() {
        TakeOutcome.Leased first = run.leased("a", OWN);
        assertThat(run.queues.fail(id(0), first.token(), "one", FailKind.BURN)).isEqualTo(FailOutcome.REQUEUED);
        assertThat(run.queues.fail(id(0), first.token(), "one", FailKind.BURN)).isEqualTo(FailOutcome.DUPLICATE);
        TakeOutcome.Leased second = run.leased("a", RETRY);
        RunKeysSnapshot before = run.snapshot();
        assertThat(run.queues.fail(id(0), second.token(), "line 1\nline 2", FailKind.BURN))
                .isEqualTo(FailOutcome.DEAD);
        assertThat(run.queues.fail(id(0), second.token(), "line 1\nline 2", FailKind.BURN))
                .isEqualTo(FailOutcome.DUPLICATE);
        DeadTask dead = run.queues.deadTasks().get(0);
        assertThat(dead).isEqualTo(new DeadTask(second.task(), "line 1\nline 2", dead.attempts()));
        assertThat(dead.attempts())
                .extracting(attempt -> attempt.worker() + " " + attempt.kind() + " " + attempt.cause())
                .containsExactly("a ERROR one", "a ERROR line 1 line 2");
        assertThat(run.snapshot()).isNotEqualTo(before);
    }

    @Test
    void a_release_never_costs_an_attempt() {
        for (int i = 0; i < 5; i++) {
            TakeOutcome.Leased leased = run.leased("a", RETRY, OWN);
            assertThat(leased.task().attempt()).isEqualTo(1);
            assertThat(run.queues.fail(id(0), leased.token(), "drain", FailKind.RELEASE))
                    .isEqualTo(FailOutcome.REQUEUED);
        }
        assertThat(run.queues.observe().counts().requeues()).isZero();
        run.snapshot();
    }

    @Test
    void a_very_long_cause_is_cut() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        run.queues.fail(id(0), leased.token(), "x".repeat(100_000), FailKind.BURN);
        assertThat(run.queues.events("", 10)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(QueueEvent.Type.REQUEUE);
            assertThat(event.reason()).hasSize(1000);
        });
    }

    @Test
    void a_heartbeat_renews_leases_and_names_those_that_are_lost() {
        TakeOutcome.Leased kept = run.leased("a", OWN);
        TakeOutcome.Leased lost = run.leased("b", steal("a"));
        run.expire(id(0), 1);
        run.expire(id(1), 2);
        assertThat(run.queues.heartbeat(worker("a"), ONE, List.of(run.held(kept))))
                .isEqualTo(new HeartbeatOutcome.Renewed(RunState.OPEN, List.of()));
        assertThat(run.queues.reap(10)).isEqualTo(1);
        assertThat(run.queues.heartbeat(worker("b"), ONE, List.of(run.held(lost), run.held(kept))))
                .isEqualTo(new HeartbeatOutcome.Renewed(RunState.OPEN, List.of(id(1))));
        assertThat(run.queues.heartbeat(worker("b"), TWO, List.of())).isEqualTo(new HeartbeatOutcome.Fenced());
        run.snapshot();
    }

    @Test
    void a_heartbeat_to_a_run_that_is_gone_says_so() {
        TestRun absent = new TestRun(run.redis);
        assertThat(absent.queues.heartbeat(worker("a"), ONE, List.of(run.held(run.leased("a", OWN)))))
                .isEqualTo(new HeartbeatOutcome.Renewed(RunState.ABSENT, List.of(id(0))));
    }

    @Test
    void reaping_ends_the_oldest_leases_first_and_no_more_than_asked() {
        run.leased("a", OWN);
        run.leased("b", steal("a"));
        run.expire(id(1), 1);
        run.expire(id(0), 2);
        assertThat(run.queues.reap(1)).isEqualTo(1);
        assertThat(run.state(1)).isEqualTo(TaskState.PENDING);
        assertThat(run.state(0)).isEqualTo(TaskState.LEASED);
        assertThat(run.queues.reap(5)).isEqualTo(1);
        assertThat(run.queues.reap(5)).isZero();
        assertThat(run.queues.observe().counts().requeues()).isEqualTo(2);
    }

    @Test
    void leaving_hands_back_without_burning_and_being_lost_burns() {
        run.leased("a", OWN);
        assertThat(run.queues.leave(worker("a"), TWO)).isZero();
        assertThat(run.queues.leave(worker("a"), ONE)).isEqualTo(1);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.leave(worker("a"), ONE)).isZero();
        assertThat(run.snapshot()).isEqualTo(once);
        assertThat(run.leased("b", RETRY).task().attempt()).isEqualTo(1);

        assertThat(run.queues.declareLost(worker("b"), TWO)).isZero();
        assertThat(run.queues.declareLost(worker("b"), ONE)).isEqualTo(1);
        once = run.snapshot();
        assertThat(run.queues.declareLost(worker("b"), ONE)).isZero();
        assertThat(run.snapshot()).isEqualTo(once);

        run.join("c");
        assertThat(run.leased("c", RETRY).task().attempt()).isEqualTo(2);
        assertThat(run.queues.events("", 100))
                .extracting(QueueEvent::type)
                .contains(QueueEvent.Type.LEAVE, QueueEvent.Type.LOST);
        assertThat(run.queues.members()).isEqualTo(Map.of(worker("c"), ONE));
        assertThat(run.queues.observe().byWorker().get(worker("a")).membership())
                .isEqualTo(Membership.DEPARTED);
    }

    @Test
    void a_restarted_worker_gets_the_lease_of_its_earlier_life_taken_back_at_once() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(run.queues.join(worker("a"), TWO)).isEqualTo(1);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.join(worker("a"), TWO)).isZero();
        assertThat(run.snapshot()).isEqualTo(once);
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.members()).containsEntry(worker("a"), TWO);
    }

    @Test
    void an_incarnation_that_has_departed_never_comes_back() {
        run.queues.declareLost(worker("a"), ONE);
        run.join("a");
        assertThat(run.queues.members()).containsOnlyKeys(worker("b"));
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.Fenced());
        run.queues.join(worker("a"), TWO);
        assertThat(run.queues.members()).containsEntry(worker("a"), TWO);
    }

    @Test
    void cancelled_tasks_are_given_to_nobody() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(run.queues.cancel(List.of(id(0), id(1), id(3)))).isEqualTo(2);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.cancel(List.of(id(0), id(1), id(3)))).isZero();
        assertThat(run.snapshot()).isEqualTo(once);
        assertThat(run.queues.complete(id(0), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.FENCED);
        assertThat(run.queues.heartbeat(worker("a"), ONE, List.of(run.held(leased))))
                .isEqualTo(new HeartbeatOutcome.Renewed(RunState.OPEN, List.of(id(0))));
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.Empty(false));
        assertThat(run.snapshot().queues().get("a")).isEmpty();
    }

    @Test
    void a_done_event_tells_sequences_and_time() {
        TakeOutcome.Leased leased = run.leased("a", OWN);
        run.queues.complete(id(0), leased.token(), worker("a"));
        assertThat(run.queues.events("", 10)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(QueueEvent.Type.DONE);
            assertThat(event.source()).isEqualTo("a");
            assertThat(event.sequences()).isEqualTo(TestRun.SEQUENCES);
            assertThat(event.elapsedMillis()).isBetween(0L, 60_000L);
        });
        assertThat(run.queues.observe().byWorker().get(worker("a")).done().costMillis())
                .isEqualTo(1);
        run.submit(task(2, "a", 1));
    }
}
