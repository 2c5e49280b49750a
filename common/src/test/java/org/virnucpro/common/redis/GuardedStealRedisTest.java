package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnucpro.common.redis.TestRun.ONE;
import static org.virnucpro.common.redis.TestRun.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.queue.TakeSource.Steal;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/** The conditions that a steal carries, as the script holds to them. */
@ExtendWith(RedisExtension.class)
final class GuardedStealRedisTest {

    private static final WorkerId THIEF = new WorkerId("thief");
    private static final WorkerId VICTIM = new WorkerId("victim");

    private SharedWorkQueues queues;

    @BeforeEach
    void open_a_run(TestRedis redis) {
        queues = redis.connection().queues(redis.freshRun());
        queues.open(RunSettings.of(200));
        queues.join(THIEF, ONE, 0.5);
        queues.join(VICTIM, ONE, 2.25);
    }

    @Test
    void the_costliest_task_within_the_limit_is_taken_and_the_order_of_the_others_stays() {
        submit(900, 500, 300, 400, 100);
        assertThat(stolen(new Steal(VICTIM, 450))).isEqualTo(3);
        assertThat(depth(VICTIM)).isEqualTo(4);
        finish();
        assertThat(stolen(new Steal(VICTIM, 900))).isZero();
    }

    @Test
    void a_queue_without_a_task_within_the_limit_is_left_alone() {
        submit(900, 500);
        assertThat(take(new Steal(VICTIM, 499))).isEqualTo(new TakeOutcome.Empty(true));
        assertThat(depth(VICTIM)).isEqualTo(2);
    }

    @Test
    void a_batch_moves_further_tasks_to_the_thief_in_their_order_and_each_is_a_steal() {
        submit(90, 80, 70, 60, 50, 40);
        assertThat(stolen(new Steal(VICTIM, 80, 2, 80 + 70 + 50))).isEqualTo(1);
        QueueView view = queues.observe();
        assertThat(view.byWorker().get(THIEF).depth()).isEqualTo(1);
        assertThat(view.byWorker().get(THIEF).queuedCostMillis()).isEqualTo(90);
        assertThat(view.byWorker().get(VICTIM).queuedCostMillis()).isEqualTo(70 + 60 + 50 + 40);
        assertThat(view.counts().steals()).isEqualTo(2);
        assertThat(view.byWorker().get(THIEF).done().stolen()).isEqualTo(2);
        assertThat(view.counts().pending()).isEqualTo(5);
        assertThat(queues.events("", 100).stream()
                        .filter(event -> event.type() == QueueEvent.Type.STEAL)
                        .map(event -> event.task().orElseThrow().index()))
                .containsExactlyInAnyOrder(0, 1);
        finish();
        assertThat(taken(new TakeSource.OwnQueue())).isZero();
    }

    @Test
    void a_batch_is_limited_in_number_and_in_cost() {
        submit(50, 50, 50, 50, 50, 50, 50, 50);
        stolen(new Steal(VICTIM, 50, 3, 1_000));
        assertThat(depth(THIEF)).isEqualTo(3);
        assertThat(depth(VICTIM)).isEqualTo(4);
    }

    @Test
    void a_batch_that_costs_too_much_moves_nothing_further() {
        submit(50, 50, 50);
        stolen(new Steal(VICTIM, 50, 3, 99));
        assertThat(depth(THIEF)).isZero();
        assertThat(depth(VICTIM)).isEqualTo(2);
    }

    @Test
    void a_batch_that_is_sent_twice_moves_its_tasks_once() {
        submit(50, 50, 50, 50);
        Steal steal = new Steal(VICTIM, 50, 1, 100);
        assertThat(stolen(steal)).isZero();
        assertThat(((TakeOutcome.Leased) take(steal)).origin()).isEqualTo(TakeOutcome.Origin.AGAIN);
        assertThat(depth(THIEF)).isEqualTo(1);
        assertThat(queues.observe().counts().steals()).isEqualTo(2);
    }

    @Test
    void cancelled_tasks_are_not_moved() {
        submit(50, 50, 50, 50);
        queues.cancel(List.of(new TaskId(1)));
        stolen(new Steal(VICTIM, 50, 1, 1_000));
        finish();
        assertThat(taken(new TakeSource.OwnQueue())).isEqualTo(2);
    }

    @Test
    void tasks_beyond_the_first_64_are_out_of_reach() {
        long[] costs = new long[66];
        java.util.Arrays.fill(costs, 500);
        costs[64] = 10;
        submit(costs);
        assertThat(take(new Steal(VICTIM, 10))).isEqualTo(new TakeOutcome.Empty(true));
    }

    @Test
    void a_view_knows_weights_and_what_runs_since_when_at_which_cost() {
        submit(500);
        assertThat(stolen(new Steal(VICTIM, 500))).isZero();
        QueueView view = queues.observe();
        assertThat(view.byWorker().get(THIEF).weight()).isEqualTo(0.5);
        assertThat(view.byWorker().get(VICTIM).weight()).isEqualTo(2.25);
        assertThat(view.leases()).singleElement().satisfies(lease -> {
            assertThat(lease.costMillis()).isEqualTo(500);
            assertThat(lease.taken()).isBetween(view.time().minusSeconds(5), view.time());
        });
    }

    @Test
    void the_time_that_a_worker_was_busy_adds_up() {
        submit(500, 400);
        for (int round = 0; round < 2; round++) {
            stolen(new Steal(VICTIM, 500));
            finish();
        }
        long measured = queues.events("", 100).stream()
                .mapToLong(QueueEvent::elapsedMillis)
                .sum();
        assertThat(queues.observe().byWorker().get(THIEF).done().busyMillis()).isEqualTo(measured);
    }

    private void submit(long... costs) {
        List<Task> tasks = new ArrayList<>();
        for (int id = 0; id < costs.length; id++) {
            tasks.add(task(id, VICTIM.value(), costs[id]));
        }
        queues.submit(tasks);
    }

    private long depth(WorkerId worker) {
        return queues.observe().byWorker().get(worker).depth();
    }

    private void finish() {
        TakeOutcome.Leased held = (TakeOutcome.Leased) take(new TakeSource.OwnQueue());
        queues.complete(held.task().id(), held.token(), THIEF);
    }

    private int stolen(Steal steal) {
        TakeOutcome.Leased leased = (TakeOutcome.Leased) take(steal);
        assertThat(leased.origin()).isEqualTo(TakeOutcome.Origin.STOLEN);
        return leased.task().id().index();
    }

    private int taken(TakeSource source) {
        return ((TakeOutcome.Leased) take(source)).task().id().index();
    }

    private TakeOutcome take(TakeSource source) {
        return queues.take(new TakeRequest(THIEF, ONE, List.of(source), List.of(THIEF, VICTIM), Optional.empty()));
    }
}
