package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;

final class CostFitTest {

    private static final CostModel OTHER = new CostModel(2e-6, 3e-8, 6e-6, 0.3);

    private static final double ERROR = CostFit.SHARE_ERROR_OF_PUBLISHED;

    @Test
    void one_task_scales_the_prior_to_the_speed_of_the_device() {
        Work work = new Tasks(1).work();
        CostModel fitted = CostFit.fit(
                List.of(new TaskTime(work, 7 * CostModel.PUBLISHED.seconds(work))), CostModel.PUBLISHED, ERROR);
        CostModel expected = CostModel.PUBLISHED.times(7);
        assertThat(fitted.secondsPerResidue()).isCloseTo(expected.secondsPerResidue(), within(1e-9));
        assertThat(fitted.secondsPerFrameBase()).isCloseTo(expected.secondsPerFrameBase(), within(1e-9));
        assertThat(fitted.secondsPerTask()).isCloseTo(expected.secondsPerTask(), within(1e-6));
    }

    @Test
    void many_tasks_replace_the_prior_by_what_they_show() {
        CostModel fitted = CostFit.fit(new Tasks(2).times(200, OTHER, 0.02), CostModel.PUBLISHED, ERROR);
        Tasks fresh = new Tasks(3);
        for (int index = 0; index < 100; index++) {
            Work work = fresh.work();
            assertThat(fitted.seconds(work) / OTHER.seconds(work)).isCloseTo(1, within(0.04));
        }
    }

    @Test
    void no_term_is_ever_negative() {
        CostModel flat = new CostModel(0, 0, 0, 2);
        for (int seed = 0; seed < 50; seed++) {
            CostModel fitted = CostFit.fit(new Tasks(seed).times(12, flat, 0.2), CostModel.PUBLISHED, ERROR);
            assertThat(fitted.secondsPerResidue()).isGreaterThanOrEqualTo(0); // the record refuses what is below
        }
    }

    /** Least squares without Huber's weights are off by 18 % here. */
    @Test
    void tasks_that_a_pause_made_ten_times_as_long_hardly_pull() {
        List<TaskTime> times = new ArrayList<>(new Tasks(4).times(40, OTHER, 0.02));
        for (int index = 0; index < 4; index++) {
            TaskTime task = times.get(index * 10);
            times.set(index * 10, new TaskTime(task.work(), task.seconds() * 10));
            TaskTime early = times.get(index * 10 + 5);
            times.set(index * 10 + 5, new TaskTime(early.work(), early.seconds() / 3));
        }
        CostModel fitted = CostFit.fit(times, CostModel.PUBLISHED, ERROR);
        Work work = new Tasks(5).work();
        assertThat(fitted.seconds(work) / OTHER.seconds(work)).isCloseTo(1, within(0.08));
    }

    @Test
    void a_count_that_no_task_has_leaves_its_term_to_the_prior() {
        Work bases = new Work(1, 500, 1, 1, 500, 0, 0);
        CostModel fitted = CostFit.fit(
                List.of(new TaskTime(bases, 2 * CostModel.PUBLISHED.seconds(bases))), CostModel.PUBLISHED, ERROR);
        assertThat(fitted.secondsPerResidue()).isCloseTo(2 * CostModel.PUBLISHED.secondsPerResidue(), within(1e-9));
    }
}
