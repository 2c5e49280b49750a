package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class LowerBoundTest {

    @Test
    void many_equal_tasks_are_bound_by_all_work_over_all_speed() {
        assertThat(bound(new double[] {1, 3}, 10, 10, 10, 10)).isCloseTo(10, within(1e-9));
    }

    @Test
    void one_giant_task_is_bound_by_the_fastest_worker() {
        assertThat(bound(new double[] {1, 1, 4}, 100, 1, 1)).isCloseTo(25, within(1e-9));
    }

    @Test
    void two_giant_tasks_are_bound_by_the_two_fastest_workers() {
        assertThat(bound(new double[] {1, 2, 4}, 90, 90, 6)).isCloseTo(30, within(1e-9));
    }

    @Test
    void no_work_needs_no_time() {
        assertThat(bound(new double[] {1})).isZero();
    }

    @Test
    void fewer_tasks_than_workers_leave_workers_out() {
        assertThat(bound(new double[] {1, 1, 1}, 9)).isCloseTo(9, within(1e-9));
    }

    @Test
    void tasks_that_can_be_cut_are_bound_by_work_over_speed_alone() {
        assertThat(LowerBound.ofDivisible(new long[] {100, 1, 1}, new double[] {1, 1, 4}))
                .isCloseTo(17, within(1e-9));
    }

    @Test
    void no_assignment_of_small_workloads_beats_the_bound_and_some_reach_it() {
        SplittableRandom random = new SplittableRandom(1);
        int reached = 0;
        for (int round = 0; round < 200; round++) {
            long[] costs = random.longs(6, 1, 20).toArray();
            double[] speeds = random.doubles(3, 1, 4)
                    .map(speed -> Math.ceil(2 * speed) / 2)
                    .toArray();
            double best = best(costs, speeds, 0, new double[3]);
            assertThat(LowerBound.ofMakespan(costs, speeds)).isLessThanOrEqualTo(best + 1e-9);
            reached += LowerBound.ofMakespan(costs, speeds) > 0.999 * best ? 1 : 0;
        }
        assertThat(reached).isPositive();
    }

    /** The makespan of the best of all assignments. */
    private static double best(long[] costs, double[] speeds, int task, double[] loads) {
        if (task == costs.length) {
            double makespan = 0;
            for (int worker = 0; worker < speeds.length; worker++) {
                makespan = Math.max(makespan, loads[worker] / speeds[worker]);
            }
            return makespan;
        }
        double best = Double.POSITIVE_INFINITY;
        for (int worker = 0; worker < speeds.length; worker++) {
            loads[worker] += costs[task];
            best = Math.min(best, best(costs, speeds, task + 1, loads));
            loads[worker] -= costs[task];
        }
        return best;
    }

    private static double bound(double[] speeds, long... costs) {
        return LowerBound.ofMakespan(costs, speeds);
    }
}
