package org.virnucpro.common.steal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.TakeSource.Steal;
import org.virnucpro.common.task.WorkerId;

final class AdaptivePolicyTest {

    private static final WorkerId THIEF = new WorkerId("thief");
    private static final QueueView.Done NOTHING = new QueueView.Done(0, 0, 0, 0, 0, 0);

    private final AdaptivePolicy policy = new AdaptivePolicy(new StealMargin(Duration.ofSeconds(2), 0.05));

    @Test
    void the_victim_is_who_has_most_time_left_not_who_has_most_tasks() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("fast", 3, 9, 180_000)
                .queue("slow", 1, 2, 100_000)
                .view();
        assertThat(policy.plan(view, THIEF).attempts())
                .extracting(Steal::victim)
                .containsExactly(new WorkerId("slow"), new WorkerId("fast"));
    }

    @Test
    void what_the_victim_still_computes_counts_as_time_left() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("a", 1, 2, 50_000)
                .queue("b", 1, 2, 40_000)
                .running("b", 60_000, 20_000)
                .view();
        assertThat(first(view).victim()).isEqualTo(new WorkerId("b"));
        assertThat(first(view).maximalCostMillis()).isEqualTo(76_000);
    }

    @Test
    void a_slow_thief_takes_only_what_it_ends_before_its_fast_victim() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("fast", 10, 2, 1_000_000)
                .view();
        assertThat(first(view).maximalCostMillis()).isEqualTo(95_000);
    }

    @Test
    void a_fast_thief_may_take_what_costs_more_than_its_slow_victim_could_do_in_that_time() {
        QueueView view = new Views()
                .queue("thief", 10, 0, 0)
                .queue("slow", 1, 2, 100_000)
                .view();
        assertThat(first(view).maximalCostMillis()).isEqualTo(950_000);
    }

    @Test
    void the_margin_is_at_least_its_floor() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 1, 1, 20_000)
                .view();
        assertThat(first(view).maximalCostMillis()).isEqualTo(18_000);
    }

    @Test
    void a_victim_that_is_almost_through_is_left_alone_and_the_reason_is_told() {
        QueueView view = new Views()
                .queue("thief", 10, 0, 0)
                .queue("victim", 1, 1, 1_900)
                .view();
        StealPlan plan = policy.plan(view, THIEF);
        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.refusals())
                .containsExactly(new StealRefusal(new WorkerId("victim"), StealRefusal.Reason.NO_GAIN));
    }

    @Test
    void there_is_no_threshold_because_the_guard_is_the_condition() {
        assertThat(policy.plan(new Views().queue("victim", 1, 1, 60_000).view(), THIEF)
                        .threshold())
                .isEmpty();
    }

    @Test
    void an_owner_that_has_not_come_yet_keeps_what_it_would_end_first_if_it_came_now() {
        assertThat(first(absent(Views.NOW)).maximalCostMillis()).isEqualTo(58_900);
        assertThat(first(absent(Views.NOW)).furtherTasks()).isZero();
    }

    @Test
    void the_longer_an_owner_stays_away_the_less_is_left_to_it_and_in_the_end_nothing() {
        first(absent(Views.NOW));
        assertThat(first(absent(Views.NOW.plusSeconds(60))).maximalCostMillis()).isEqualTo(114_000);
        assertThat(first(absent(Views.NOW.plusSeconds(6_000))).maximalCostMillis())
                .isGreaterThan(5_000_000);
    }

    /** Three tasks of 60 s together wait for a worker that was planned for and is not there. */
    private static QueueView absent(Instant now) {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("absent", Membership.EXPECTED, 3, 3, 180_000, NOTHING)
                .view();
        return new QueueView(
                view.state(), now, view.queues(), view.retryDepth(), view.counts(), view.leases(), view.aside());
    }

    @Test
    void a_departed_owner_and_an_empty_queue_are_no_victims() {
        QueueView view = new Views()
                .queue("thief", 1, 5, 60_000)
                .queue("gone", Membership.DEPARTED, 1, 3, 60_000, NOTHING)
                .queue("empty", 1, 0, 0)
                .view();
        StealPlan plan = policy.plan(view, THIEF);
        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void long_tasks_are_taken_one_at_a_time() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 1, 40, 40 * 11_000)
                .view();
        assertThat(first(view).furtherTasks()).isZero();
    }

    @Test
    void of_short_tasks_the_thief_takes_what_makes_both_end_together_but_at_most_half() {
        QueueView equal = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 1, 40, 40_000)
                .view();
        assertThat(first(equal).furtherTasks()).isEqualTo(19);
        assertThat(first(equal).batchCostMillis()).isEqualTo(20_000);

        QueueView fastThief = new Views()
                .queue("thief", 3, 0, 0)
                .queue("victim", 1, 40, 40_000)
                .view();
        assertThat(first(fastThief).batchCostMillis()).isEqualTo(20_000);

        QueueView slowThief = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 3, 40, 40_000)
                .view();
        assertThat(first(slowThief).batchCostMillis()).isEqualTo(10_000);
    }

    @Test
    void a_worker_that_proved_slower_than_it_said_becomes_the_victim() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("liar", Membership.MEMBER, 3, 2, 60_000, new QueueView.Done(30, 0, 300_000, 600_000, 0, 0))
                .queue("honest", 1, 2, 60_000)
                .view();
        assertThat(first(view).victim()).isEqualTo(new WorkerId("liar"));
    }

    @Test
    void a_card_that_is_throttled_in_the_middle_of_a_run_is_seen_from_its_next_tasks() {
        Views before =
                new Views().queue("thief", 1, 0, 0).queue("victim", Membership.MEMBER, 2, 10, 100_000, done(40, 2));
        policy.plan(before.view(), THIEF);
        QueueView.Done throttled = new QueueView.Done(60, 0, 600_000, 40 * 5_000 + 20 * 50_000, 0, 0);
        QueueView after = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", Membership.MEMBER, 2, 10, 100_000, throttled)
                .view();
        // at its declared speed it would need 50 s for what it has; it has dropped by ten, one look believes a factor
        // of four
        assertThat(first(after).maximalCostMillis()).isBetween(130_000L, 190_000L);
    }

    @Test
    void a_thief_that_proved_slower_than_its_table_says_takes_only_what_it_can_really_finish_first() {
        QueueView view = new Views()
                .queue("thief", Membership.MEMBER, 1, 0, 0, done(100, 0.5))
                .queue("victim", 1, 2, 60_000)
                .view();
        assertThat(first(view).maximalCostMillis()).isBetween(28_000L, 30_000L);
    }

    /** A clock that jumped, a task that was answered from a cache: without the clamp the thief would take 6,000 times this. */
    @Test
    void one_absurd_measurement_does_not_make_a_worker_take_a_giant_task() {
        QueueView view = new Views()
                .queue("thief", Membership.MEMBER, 1, 0, 0, new QueueView.Done(1, 0, 600_000, 1, 0, 0))
                .queue("victim", 1, 2, 60_000)
                .view();
        assertThat(first(view).maximalCostMillis()).isLessThan(80_000);
    }

    @Test
    void a_task_that_is_long_overdue_shows_that_its_worker_has_slowed_down() {
        QueueView onTime = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 1, 1, 60_000)
                .running("victim", 60_000, 60_000)
                .view();
        assertThat(first(onTime).maximalCostMillis()).isEqualTo(57_000);
        QueueView overdue = new Views()
                .queue("thief", 1, 0, 0)
                .queue("victim", 1, 1, 60_000)
                .running("victim", 60_000, 900_000)
                .view();
        assertThat(first(overdue).maximalCostMillis()).isEqualTo(570_000);
    }

    @Test
    void equal_victims_come_in_the_order_of_their_names() {
        QueueView view = new Views()
                .queue("thief", 1, 0, 0)
                .queue("c", 1, 1, 60_000)
                .queue("a", 1, 1, 60_000)
                .queue("b", 1, 1, 60_000)
                .view();
        List<WorkerId> victims =
                policy.plan(view, THIEF).attempts().stream().map(Steal::victim).toList();
        assertThat(victims).hasSize(3).isSortedAccordingTo(Comparator.naturalOrder());
    }

    /** Tasks of ten seconds on weight 1, done at this speed. */
    private static QueueView.Done done(long tasks, double speed) {
        return new QueueView.Done(tasks, 0, tasks * 10_000, Math.round((double) tasks * 10_000 / speed), 0, 0);
    }

    private Steal first(QueueView view) {
        return policy.plan(view, THIEF).attempts().get(0);
    }

    @Test
    void a_victim_with_only_tasks_that_are_too_large_is_refused_by_that_name_and_not_tried() {
        QueueView view = new Views()
                .queue("thief", Membership.MEMBER, 0, 100, 0)
                .queue("full", Membership.MEMBER, 9, 500, 101)
                .queue("fits", Membership.MEMBER, 9, 500, 100)
                .queue("late", Membership.EXPECTED, 9, Long.MAX_VALUE, 101)
                .view();
        StealPlan plan = new AdaptivePolicy(StealMargin.DEFAULT).plan(view, new WorkerId("thief"));
        assertThat(plan.attempts())
                .extracting(attempt -> attempt.victim().value())
                .containsExactlyInAnyOrder("fits", "late");
        assertThat(plan.refusals())
                .containsExactly(new StealRefusal(new WorkerId("full"), StealRefusal.Reason.TOO_LARGE));
    }
}
