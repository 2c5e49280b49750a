package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.RETRY;
import static org.virnucpro.common.redis.TestRun.TWO;
import static org.virnucpro.common.redis.TestRun.departed;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.steal;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** A worker never gets a task with a longer record than it can hold, from whichever list, and such a task blocks nobody. */
@ExtendWith(RedisExtension.class)
final class CapabilityRedisTest {

    private TestRedis redis;

    @BeforeEach
    void connect(TestRedis shared) {
        redis = shared;
    }

    @Test
    void a_task_in_the_own_queue_that_is_too_large_is_set_aside_for_whoever_can_hold_it() {
        TestRun run = TestRun.opened(redis, 2)
                .submit(task(0, "small", 9, 101), task(1, "small", 1, 100))
                .joinHolding("small", 100)
                .joinHolding("large", 101);
        assertThat(run.leased("small", RETRY, OWN).task().id()).isEqualTo(id(1));
        run.snapshot();
        TakeOutcome.Leased large = run.leased("large", RETRY, OWN);
        assertThat(large.task().id()).isEqualTo(id(0));
        assertThat(large.origin()).isEqualTo(Origin.RETRY);
        assertThat(run.queues.events("", 10))
                .filteredOn(event -> event.type() == QueueEvent.Type.ASIDE)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.source()).isEqualTo("small");
                    assertThat(event.reason()).contains("101 bases").contains("holds 100");
                });
        run.snapshot();
    }

    @Test
    void a_retried_task_that_is_too_large_does_not_block_those_behind_it() {
        TestRun run = TestRun.opened(redis, 2)
                .submit(task(0, "large", 1, 500), task(1, "large", 1, 5))
                .joinHolding("small", 100)
                .join("large");
        for (int round = 0; round < 2; round++) {
            TakeOutcome.Leased taken = run.leased("large", OWN);
            run.queues.fail(taken.task().id(), taken.token(), "out of luck", FailKind.BURN);
        }
        TakeOutcome.Leased behind = run.leased("small", RETRY);
        assertThat(behind.task().id()).isEqualTo(id(1));
        run.queues.complete(id(1), behind.token(), worker("small"));
        assertThat(run.take("small", RETRY, OWN)).isInstanceOf(TakeOutcome.Empty.class);
        assertThat(run.leased("large", RETRY).task().attempt()).isEqualTo(2);
        run.snapshot();
    }

    @Test
    void what_a_departed_worker_left_is_not_taken_when_it_is_too_large_and_blocks_nobody() {
        TestRun run = TestRun.opened(redis, 80).joinHolding("small", 100).join("gone");
        IntStream.range(0, 70).forEach(task -> run.submit(task(task, "gone", 9, 500)));
        run.submit(task(70, "gone", 1, 5));
        run.queues.leave(worker("gone"), ONE);
        assertThat(run.leased("small", departed("gone")).task().id()).isEqualTo(id(70));
        assertThat(run.snapshot().aside()).hasSize(70);
    }

    @Test
    void a_steal_passes_over_what_is_too_large_and_leaves_it_to_its_owner() {
        TestRun run = TestRun.opened(redis, 3)
                .submit(task(0, "b", 9, 500), task(1, "b", 8, 500), task(2, "b", 7, 100))
                .joinHolding("small", 100)
                .join("b");
        assertThat(run.leased("small", steal("b")).task().id()).isEqualTo(id(2));
        assertThat(run.snapshot().queues().get("b")).hasSize(2);
        assertThat(run.leased("b", RETRY, OWN).task().id()).isEqualTo(id(0));
    }

    @Test
    void a_steal_is_refused_when_everything_is_too_large() {
        TestRun run = TestRun.opened(redis, 1)
                .submit(task(0, "b", 1, 101))
                .joinHolding("small", 100)
                .join("b");
        assertThat(run.take("small", steal("b"))).isEqualTo(new TakeOutcome.Empty(true));
        assertThat(run.take("small", steal("b", 5))).isEqualTo(new TakeOutcome.Empty(true));
        run.queues.join(worker("small"), TWO, 1, 101);
        assertThat(run.queues.take(
                        new TakeRequest(worker("small"), TWO, List.of(steal("b")), List.of(), Optional.empty())))
                .isInstanceOf(TakeOutcome.Leased.class);
    }

    @Test
    void the_queue_of_a_worker_that_has_not_come_yet_is_reached_behind_tasks_that_are_too_large() {
        TestRun run = TestRun.opened(redis, 80).joinHolding("small", 100);
        IntStream.range(0, 70).forEach(task -> run.submit(task(task, "late", 9, 500)));
        run.submit(task(70, "late", 1, 5));
        assertThat(run.leased("small", steal("late")).task().id()).isEqualTo(id(70));
        run.join("late");
        assertThat(run.leased("late", RETRY, OWN).task().longestRecord()).isEqualTo(500);
        run.snapshot();
    }

    @Test
    void a_batch_never_moves_a_task_that_is_too_large_along() {
        TestRun run = TestRun.opened(redis, 4)
                .submit(task(0, "b", 9, 5), task(1, "b", 8, 101), task(2, "b", 7, 5), task(3, "b", 6, 5))
                .joinHolding("small", 100)
                .join("b");
        TakeSource batch = new TakeSource.Steal(worker("b"), 100, 2, 100);
        assertThat(run.leased("small", batch).task().id()).isEqualTo(id(0));
        RunKeysSnapshot keys = run.snapshot();
        assertThat(keys.queues().get("small").stream().map(TaskElement::decode))
                .extracting(task -> task.id().index())
                .containsExactly(2, 3);
    }

    @Test
    void mass_setting_aside_is_done_200_at_a_time() {
        TestRun run = TestRun.opened(redis, 251).joinHolding("small", 100);
        IntStream.range(0, 250).forEach(task -> run.submit(task(task, "small", 1, 101)));
        run.submit(task(250, "small", 1, 1));
        assertThat(run.take("small", OWN)).isEqualTo(new TakeOutcome.CallAgain());
        assertThat(run.leased("small", OWN).task().id()).isEqualTo(id(250));
        run.snapshot();
    }

    @Test
    void a_cancelled_task_that_was_set_aside_is_dropped() {
        TestRun run = TestRun.opened(redis, 2)
                .submit(task(0, "small", 1, 500), task(1, "small", 1, 400))
                .joinHolding("small", 100)
                .join("large");
        run.take("small", OWN);
        run.queues.cancel(List.of(id(0)));
        assertThat(run.leased("large", RETRY).task().id()).isEqualTo(id(1));
        assertThat(run.snapshot().aside()).isEmpty();
    }

    @Test
    void a_view_says_who_holds_what_and_which_tasks_nobody_can_hold() {
        TestRun run = TestRun.opened(redis, 3)
                .submit(task(0, "a", 1, 500), task(1, "b", 1, 90), task(2, "b", 1, 80))
                .joinHolding("a", 100)
                .joinHolding("b", 300);
        run.take("a", OWN);
        QueueView view = run.queues.observe();
        assertThat(view.byWorker().get(worker("a")).room()).isEqualTo(new QueueView.Room(100, 0));
        assertThat(view.byWorker().get(worker("b")).room()).isEqualTo(new QueueView.Room(300, 80));
        assertThat(view.aside()).isEqualTo(new QueueView.Aside(1, 1, 500));
        run.joinHolding("c", 500);
        assertThat(run.queues.observe().aside()).isEqualTo(new QueueView.Aside(1, 0, 0));
        run.queues.leave(worker("c"), ONE);
        run.queues.cancel(List.of(id(0)));
        assertThat(run.queues.observe().aside()).isEqualTo(new QueueView.Aside(1, 0, 0));
    }

    @Test
    void a_worker_that_joins_again_holds_what_it_says_now() {
        TestRun run = TestRun.opened(redis, 1).submit(task(0, "a", 1, 500)).joinHolding("a", 100);
        run.queues.join(worker("a"), TWO, 1);
        assertThat(run.queues.take(new TakeRequest(worker("a"), TWO, List.of(OWN), List.of(), Optional.empty())))
                .isInstanceOf(TakeOutcome.Leased.class);
    }

    @Test
    void cancelled_tasks_do_not_count_for_the_threshold() {
        TestRun run = TestRun.opened(redis, 10).fill("b", 0, 5).join("a", "b");
        List<WorkerId> all = List.of(worker("a"), worker("b"));
        run.queues.cancel(List.of(id(2), id(3), id(4)));
        assertThat(run.queues.observe().byWorker().get(worker("b")).depth()).isEqualTo(2);
        assertThat(run.take("a", ImbalanceThreshold.DEFAULT, all, steal("b"))).isEqualTo(new TakeOutcome.Empty(true));
        run.fill("b", 5, 1);
        assertThat(run.take("a", ImbalanceThreshold.DEFAULT, all, steal("b"))).isInstanceOf(TakeOutcome.Leased.class);
        run.snapshot();
    }

    @Test
    void cancelled_tasks_that_were_moved_along_do_not_count_where_they_are_now() {
        TestRun run = TestRun.opened(redis, 12).fill("b", 0, 8).fill("c", 8, 4).join("a", "b", "c");
        run.leased("a", new TakeSource.Steal(worker("b"), 100, 3, 100));
        run.queues.cancel(IntStream.of(1, 2, 3).mapToObj(TaskId::new).toList());
        QueueView view = run.queues.observe();
        assertThat(view.byWorker().get(worker("a")).depth()).isZero();
        assertThat(view.byWorker().get(worker("b")).depth()).isEqualTo(4);
        run.snapshot();
    }
}
