package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.virnucpro.common.redis.TestRun.OWN;
import static org.virnucpro.common.redis.TestRun.id;
import static org.virnucpro.common.redis.TestRun.task;
import static org.virnucpro.common.redis.TestRun.worker;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.CompleteOutcome;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskState;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** Results of an earlier time of a run, on a broker that does not know them. */
@ExtendWith(RedisExtension.class)
final class RestoreRedisTest {

    @Test
    void restored_tasks_are_done_and_are_not_submitted_again(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 3);
        assertThat(run.queues.restore(List.of(durable(0, 70), durable(2, 90)))).isEqualTo(2);
        assertThat(run.queues.submit(List.of(task(0, "a", 1), task(1, "a", 1), task(2, "a", 1))))
                .isEqualTo(1);
        run.join("a");
        TakeOutcome.Leased leased = run.leased("a", OWN);
        assertThat(leased.task().id()).isEqualTo(id(1));
        assertThat(run.queues.complete(id(1), leased.token(), worker("a"))).isEqualTo(CompleteOutcome.RECORDED);
        run.snapshot();
        assertThat(run.queues.observe().counts().isOver()).isTrue();
        assertThat(run.queues.winners())
                .isEqualTo(Map.of(id(0), new FencingToken(70), id(1), leased.token(), id(2), new FencingToken(90)));
        assertThat(run.queues.events("", 10))
                .filteredOn(event -> event.type() == QueueEvent.Type.RESTORE)
                .extracting(event -> event.task().orElseThrow().index(), QueueEvent::sequences, QueueEvent::source)
                .containsExactly(tuple(0, 5L, "earlier"), tuple(2, 5L, "earlier"));
    }

    @Test
    void what_the_broker_knows_it_decides_itself(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 3).fill("a", 0, 2).join("a");
        run.leased("a", OWN);
        RunKeysSnapshot before = run.snapshot();
        assertThat(run.queues.restore(List.of(durable(0, 70), durable(1, 70)))).isZero();
        assertThat(run.snapshot()).isEqualTo(before);
    }

    @Test
    void a_split_of_an_earlier_time_is_told_to_another_broker_and_its_children_can_be_restored(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 2);
        assertThat(run.queues.restoreSplit(id(1), List.of(id(2), id(3)))).isTrue();
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.restoreSplit(id(1), List.of(id(2), id(3)))).isTrue();
        assertThat(run.snapshot()).isEqualTo(once);
        assertThat(run.queues.restoreSplit(id(3), List.of(id(4), id(5))))
                .as("a child")
                .isTrue();
        assertThat(run.queues.restore(List.of(durable(2, 70), durable(4, 80)))).isEqualTo(2);
        assertThat(run.queues.submit(
                        IntStream.range(0, 6).mapToObj(id -> task(id, "a", 1)).toList()))
                .as("neither parents nor what is done")
                .isEqualTo(2);
        run.snapshot();
        assertThat(run.queues.observe().counts().isOver()).isFalse();
        run.join("a");
        for (int left = 0; left < 2; left++) {
            TakeOutcome.Leased leased = run.leased("a", OWN);
            run.queues.complete(leased.task().id(), leased.token(), worker("a"));
        }
        assertThat(run.queues.observe().counts().isOver()).isTrue();
    }

    @Test
    void a_task_that_the_broker_knows_and_children_out_of_turn_are_not_split(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 2).fill("a", 0, 1);
        assertThat(run.queues.restoreSplit(id(0), List.of(id(2), id(3)))).isFalse();
        assertThat(run.queues.restoreSplit(id(1), List.of(id(3), id(4)))).isFalse();
        assertThat(run.queues.restoreSplit(id(2), List.of(id(2), id(3)))).isFalse();
    }

    @Test
    void a_restoration_sent_twice_counts_once(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 1);
        assertThat(run.queues.restore(List.of(durable(0, 70)))).isEqualTo(1);
        RunKeysSnapshot once = run.snapshot();
        assertThat(run.queues.restore(List.of(durable(0, 80)))).isZero();
        assertThat(run.snapshot()).isEqualTo(once);
    }

    @Test
    void the_completion_of_the_restored_token_is_a_duplicate_and_of_another_one_is_fenced(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 1);
        run.queues.restore(List.of(durable(0, 70)));
        assertThat(run.queues.complete(id(0), new FencingToken(70), worker("a")))
                .isEqualTo(CompleteOutcome.DUPLICATE);
        assertThat(run.queues.complete(id(0), new FencingToken(69), worker("a")))
                .isEqualTo(CompleteOutcome.FENCED);
    }

    @Test
    void a_task_that_is_not_of_the_run_changes_nothing(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 2);
        assertThatThrownBy(() -> run.queues.restore(List.of(durable(0, 70), durable(2, 70))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("place 2");
        assertThat(run.state(0)).isEqualTo(TaskState.UNKNOWN);
    }

    @Test
    void more_than_one_script_takes(TestRedis redis) {
        TestRun run = TestRun.opened(redis, 600);
        assertThat(run.queues.restore(IntStream.range(0, 600)
                        .mapToObj(task -> durable(task, 70))
                        .toList()))
                .isEqualTo(600);
        run.snapshot();
    }

    private static DurableResult durable(int task, long token) {
        return new DurableResult(id(task), new FencingToken(token), worker("earlier"), 5);
    }
}
