package org.virnucpro.common.steal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;

final class EffectiveSpeedsTest {

    private final EffectiveSpeeds speeds = new EffectiveSpeeds();

    @Test
    void before_the_first_task_the_declared_weight_holds() {
        assertThat(look(1.5, 0, 0, 0)).isEqualTo(1.5);
    }

    @Test
    void many_tasks_replace_the_declared_weight_by_the_measured_speed() {
        assertThat(look(1, 100, 300_000, 100_000)).isCloseTo(3, within(0.01));
    }

    @Test
    void one_noisy_task_moves_the_speed_only_a_little() {
        assertThat(look(1, 1, 10_000, 8_000)).isCloseTo(1.025, within(0.001));
    }

    @Test
    void only_what_was_finished_since_the_last_look_counts_so_a_drop_is_noticed() {
        look(2, 50, 200_000, 100_000);
        double after = look(2, 70, 260_000, 300_000);
        assertThat(after).isCloseTo(0.68, within(0.01));
    }

    @Test
    void a_look_changes_a_speed_by_a_factor_of_four_at_most() {
        assertThat(look(1, 1_000, 1_000_000_000, 1)).isCloseTo(4, within(1e-6));
        assertThat(new EffectiveSpeeds().update(queue(1, 1_000, 1, 1_000_000_000)))
                .isCloseTo(0.25, within(1e-6));
    }

    @Test
    void tasks_without_cost_or_time_say_nothing() {
        assertThat(look(1.5, 10, 0, 5_000)).isEqualTo(1.5);
        assertThat(look(1.5, 20, 5_000, 5_000)).isEqualTo(1.5);
    }

    @Test
    void looking_twice_at_the_same_changes_nothing() {
        double once = look(1, 5, 50_000, 20_000);
        assertThat(look(1, 5, 50_000, 20_000)).isEqualTo(once);
    }

    private double look(double weight, long tasks, long cost, long busy) {
        return speeds.update(queue(weight, tasks, cost, busy));
    }

    private static QueueView.Queue queue(double weight, long tasks, long cost, long busy) {
        return new Views()
                .queue("w", Membership.MEMBER, weight, 0, 0, new QueueView.Done(tasks, 0, cost, busy, 0, 0))
                .view()
                .queues()
                .get(0);
    }
}
