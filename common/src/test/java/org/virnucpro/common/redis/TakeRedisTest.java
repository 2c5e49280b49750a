package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redisson.api.RMap;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeOutcome.Origin;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

@ExtendWith(RedisExtension.class)
final class TakeRedisTest {

    private TestRedis redis;

    @BeforeEach
    void connect(TestRedis shared) {
        redis = shared;
    }

    @Test
    void lists_are_tried_in_the_order_of_the_caller() {
        TestRun run = TestRun.opened(redis, 3)
                .submit(task(0, "a", 5), task(1, "b", 7))
                .join("a", "b");
        TakeOutcome.Leased first = run.leased("a", RETRY, OWN);
        run.queues.fail(first.task().id(), first.token(), "out of luck", FailKind.BURN);

        TakeOutcome.Leased again = run.leased("b", RETRY, OWN);
        assertThat(again.origin()).isEqualTo(Origin.RETRY);
        assertThat(again.task().attempt()).isEqualTo(2);
        assertThat(again.token()).isGreaterThan(first.token());
        run.queues.complete(again.task().id(), again.token(), worker("b"));
        assertThat(run.leased("b", RETRY, OWN).origin()).isEqualTo(Origin.OWN);
    }

    @Test
    void a_repeated_take_returns_the_same_lease() {
        TestRun run = TestRun.opened(redis, 2).fill("a", 0, 2).join("a");
        TakeOutcome.Leased first = run.leased("a", OWN);
        RunKeysSnapshot once = run.snapshot();
        TakeOutcome.Leased second = run.leased("a", OWN);
        assertThat(second).isEqualTo(new TakeOutcome.Leased(first.task(), first.token(), Origin.AGAIN));
        assertThat(run.snapshot()).isEqualTo(once);
    }

    @Test
    void a_repeated_take_renews_the_deadline() {
        TestRun run = TestRun.opened(redis, 1).fill("a", 0, 1).join("a");
        run.leased("a", OWN);
        run.expire(id(0), 1);
        run.leased("a", OWN);
        assertThat(run.queues.reap(10)).isZero();
    }

    @Test
    void the_queue_of_a_departed_worker_is_taken_only_after_its_departure() {
        TestRun run = TestRun.opened(redis, 1).fill("a", 0, 1).join("b");
        assertThat(run.take("b", departed("a"))).isEqualTo(new TakeOutcome.Empty(false));
        run.join("a");
        assertThat(run.take("b", departed("a"))).isEqualTo(new TakeOutcome.Empty(false));
        run.queues.leave(worker("a"), ONE);
        assertThat(run.leased("b", departed("a")).origin()).isEqualTo(Origin.DEPARTED);
        assertThat(run.queues.events("", 10)).last().satisfies(event -> {
            assertThat(event.type()).isEqualTo(QueueEvent.Type.ADOPT);
            assertThat(event.source()).isEqualTo("a");
            assertThat(event.destination()).isEqualTo("b");
        });
        assertThat(run.queues.observe().counts().steals()).isZero();
        run.snapshot();
    }

    @ParameterizedTest
    @CsvSource({
        "3,2,3, 0,2,0", "3,2,3, 0,3,0", "3,2,3, 1,2,1", "3,2,3, 1,3,9", "3,2,3, 2,4,2", "3,2,3, 2,5,2", "3,2,3, 4,6,4",
        "3,2,3, 3,6,3", "3,2,3, 4,7,4", "1,1,9, 0,1,0", "1,1,9, 1,1,1", "5,3,2, 3,4,3", "5,3,2, 3,5,5", "2,9,2, 0,2,2"
    })
    void a_steal_needs_the_threshold_over_all_queues(
            int minimum, int factor, int difference, int own, int victim, int third) {
        TestRun run = TestRun.opened(redis, 40)
                .fill("a", 0, own)
                .fill("b", 10, victim)
                .fill("c", 20, third)
                .join("a");
        ImbalanceThreshold threshold = new ImbalanceThreshold(minimum, factor, difference);
        int longest = IntStream.of(own, victim, third).max().getAsInt();
        int shortest = IntStream.of(own, victim, third).min().getAsInt();

        TakeOutcome outcome = run.take("a", threshold, List.of(worker("a"), worker("b"), worker("c")), steal("b"));

        if (threshold.isMet(longest, shortest)) {
            assertThat(((TakeOutcome.Leased) outcome).origin()).isEqualTo(Origin.STOLEN);
        } else {
            assertThat(outcome).isEqualTo(new TakeOutcome.Empty(true));
        }
        run.snapshot();
    }

    @Test
    void the_threshold_counts_the_thief_even_when_the_caller_forgot_it() {
        TestRun run = TestRun.opened(redis, 40).fill("a", 0, 3).fill("b", 10, 4).join("a");
        TakeOutcome outcome = run.take("a", ImbalanceThreshold.DEFAULT, List.of(worker("b")), steal("b"));
        assertThat(outcome).isEqualTo(new TakeOutcome.Empty(true));
    }

    @Test
    void the_threshold_holds_back_steals_only() {
        TestRun run = TestRun.opened(redis, 2).fill("b", 0, 1).fill("c", 1, 1).join("a", "c");
        run.queues.leave(worker("c"), ONE);
        List<WorkerId> all = List.of(worker("a"), worker("b"), worker("c"));
        TakeOutcome.Leased leased = (TakeOutcome.Leased)
                run.take("a", ImbalanceThreshold.DEFAULT, all, RETRY, OWN, steal("b"), departed("c"));
        assertThat(leased.origin()).isEqualTo(Origin.DEPARTED);
    }

    @Test
    void nothing_is_stolen_while_queues_are_filled() {
        TestRun run = TestRun.opened(redis, 4).join("a", "b").fillMore("b", 0, 2);
        assertThat(run.take("a", RETRY, OWN, steal("b"))).isEqualTo(new TakeOutcome.Empty(true));
        assertThat(run.leased("b", RETRY, OWN).origin()).isEqualTo(Origin.OWN);
        run.fill("a", 2, 1);
        TakeOutcome.Leased own = run.leased("a", RETRY, OWN, steal("b"));
        assertThat(own.task().id()).isEqualTo(id(2));
        run.queues.complete(own.task().id(), own.token(), worker("a"));
        assertThat(run.leased("a", RETRY, OWN, steal("b")).origin()).isEqualTo(Origin.STOLEN);
    }

    @Test
    void several_queues_that_were_filled_in_one_go_can_be_stolen_from() {
        TestRun run = TestRun.opened(redis, 4).join("a").submit(task(0, "b", 5), task(1, "c", 5));
        assertThat(run.leased("a", steal("b")).origin()).isEqualTo(Origin.STOLEN);
    }

    @Test
    void when_the_coordinator_died_while_it_filled_queues_stealing_begins_after_a_while() {
        TestRun run = TestRun.opened(redis, 4).join("a", "b").fillMore("b", 0, 2);
        RMap<String, String> meta = redis.client().getMap(run.keys.meta(), StringCodec.INSTANCE);
        meta.put("filling_ms", Long.toString(Long.parseLong(meta.get("filling_ms")) - 2000));
        assertThat(run.leased("a", RETRY, OWN, steal("b")).origin()).isEqualTo(Origin.STOLEN);
    }

    @Test
    void an_empty_victim_is_not_guarded() {
        TestRun run = TestRun.opened(redis, 1).join("a");
        assertThat(run.take("a", ImbalanceThreshold.DEFAULT, List.of(worker("b")), steal("b")))
                .isEqualTo(new TakeOutcome.Empty(false));
    }

    @Test
    void a_guarded_steal_takes_the_head_when_it_fits() {
        TestRun run = TestRun.opened(redis, 2)
                .submit(task(0, "b", 5), task(1, "b", 4))
                .join("a");
        assertThat(run.leased("a", steal("b", 5)).task().id()).isEqualTo(id(0));
    }

    @Test
    void a_guarded_steal_takes_the_costliest_task_that_fits() {
        TestRun run = TestRun.opened(redis, 6)
                .submit(task(0, "b", 90), task(1, "b", 7), task(2, "b", 8), task(3, "b", 80), task(4, "b", 8))
                .join("a");
        assertThat(run.leased("a", steal("b", 8)).task().id()).isEqualTo(id(2));
        assertThat(run.snapshot().queues().get("b")).hasSize(4);
        assertThat(run.queues.observe().byWorker().get(worker("b")).queuedCostMillis())
                .isEqualTo(185);
    }

    @Test
    void a_guarded_steal_is_refused_when_nothing_fits() {
        TestRun run = TestRun.opened(redis, 2)
                .submit(task(0, "b", 90), task(1, "b", 80))
                .join("a");
        assertThat(run.take("a", steal("b", 79))).isEqualTo(new TakeOutcome.Empty(true));
    }

    @Test
    void a_guarded_steal_looks_at_the_first_64_tasks() {
        TestRun run = TestRun.opened(redis, 70).join("a");
        IntStream.range(0, 64).forEach(i -> run.submit(task(i, "b", 90)));
        run.submit(task(64, "b", 1));
        assertThat(run.take("a", steal("b", 1))).isEqualTo(new TakeOutcome.Empty(true));
        run.queues.cancel(List.of(id(0)));
        assertThat(run.leased("a", steal("b", 1)).task().id()).isEqualTo(id(64));
        run.snapshot();
    }

    @Test
    void a_guarded_steal_passes_over_tombstones_and_tries_the_next_victim() {
        TestRun run = TestRun.opened(redis, 4)
                .submit(task(0, "b", 90), task(1, "b", 3), task(2, "c", 4), task(3, "b", 2))
                .join("a");
        run.queues.cancel(List.of(id(1)));
        assertThat(run.leased("a", steal("b", 1), steal("c", 4)).task().id()).isEqualTo(id(2));
        run.snapshot();
    }

    @Test
    void nobody_steals_from_itself() {
        TestRun run = TestRun.opened(redis, 1).join("a");
        assertThatThrownBy(() -> run.take("a", steal("a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run.take("a", departed("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tombstones_are_dropped_200_at_a_time() {
        TestRun run = TestRun.opened(redis, 250).fill("a", 0, 250).join("a");
        run.queues.cancel(IntStream.range(0, 249).mapToObj(TaskId::new).toList());
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.CallAgain());
        assertThat(run.leased("a", OWN).task().id()).isEqualTo(id(249));
        run.snapshot();
    }

    @Test
    void an_element_that_is_no_task_becomes_a_dead_one_and_does_not_stop_the_queue() {
        TestRun run = TestRun.opened(redis, 1).join("a");
        redis.client()
                .getList(run.keys.queue(worker("a")), StringCodec.INSTANCE)
                .add("rubbish");
        run.fill("a", 0, 1);
        assertThat(run.leased("a", OWN).task().id()).isEqualTo(id(0));
        assertThat(run.queues.deadTasks()).isEmpty();
        assertThat(redis.client()
                        .<String>getList(run.keys.dead(), StringCodec.INSTANCE)
                        .readAll())
                .containsExactly("damaged element\nrubbish");
    }

    @Test
    void a_task_of_no_cost_and_no_sequences_goes_the_whole_way() {
        TestRun run = TestRun.opened(redis, 1).join("a");
        Task empty = new Task(id(0), 1, 0, worker("b"), new Shard(0, 0, 0, 1, 1, 0));
        run.submit(empty);
        TakeOutcome.Leased leased = run.leased("a", steal("b"));
        assertThat(leased.task()).isEqualTo(empty);
        run.queues.complete(id(0), leased.token(), worker("a"));
        assertThat(run.state(0)).isEqualTo(TaskState.DONE);
    }

    @Test
    void a_stranger_and_an_older_incarnation_are_fenced() {
        TestRun run = TestRun.opened(redis, 1).fill("a", 0, 1);
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.Fenced());
        run.join("a");
        run.queues.join(worker("a"), TWO);
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.Fenced());
        assertThat(run.queues.take(
                        new TakeRequest(worker("a"), TWO, List.of(OWN), List.of(worker("a")), Optional.empty())))
                .isInstanceOf(TakeOutcome.Leased.class);
    }

    @Test
    void a_run_that_is_not_open_gives_nothing_out_but_remembers_leases() {
        TestRun run = TestRun.opened(redis, 2).fill("a", 0, 2).join("a", "b");
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(run.queues.changeState(RunState.PAUSED)).isEqualTo(RunState.PAUSED);
        assertThat(run.leased("a", OWN).token()).isEqualTo(leased.token());
        assertThat(run.take("b", steal("a"))).isEqualTo(new TakeOutcome.NotOpen(RunState.PAUSED));
        run.queues.changeState(RunState.OPEN);
        assertThat(run.take("b", steal("a"))).isInstanceOf(TakeOutcome.Leased.class);
    }

    @Test
    void a_run_that_does_not_exist_is_absent() {
        TestRun run = new TestRun(redis).join("a");
        assertThat(run.take("a", OWN)).isEqualTo(new TakeOutcome.NotOpen(RunState.ABSENT));
        assertThat(redis.client().getKeys().countExists(run.keys.meta(), run.keys.members(), run.keys.events()))
                .isZero();
    }
}
