package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;

final class DeviceLearningTest {

    private static final DeviceKind DEVICE = new DeviceKind("cuda", "NVIDIA L4", "m");

    /** Attention counts far more than published, a task has a large fixed cost, bases cost next to nothing. */
    private static final CostModel TRUTH = new CostModel(4e-5, 1e-6, 2e-6, 0.5);

    /** As large as real devices show from task to task. */
    private static final double NOISE = 0.08;

    @Test
    void after_ten_tasks_nine_of_ten_predictions_are_within_20_percent() {
        List<Double> p90 = new ArrayList<>();
        for (int seed = 0; seed < 100; seed++) {
            DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
            new Tasks(seed).times(60, TRUTH, NOISE).forEach(learning::learn);
            p90.add(learning.costs().orElseThrow().p90Error().orElseThrow());
        }
        assertThat(p90).allSatisfy(error -> assertThat(error).isLessThanOrEqualTo(0.2));
    }

    /** What the same tasks show without a fit, even when the published model is given the right scale. */
    @Test
    void without_a_fit_the_same_predictions_are_far_off() {
        List<TaskTime> times = new Tasks(1).times(60, TRUTH, NOISE);
        CostModel scaled = CostModel.PUBLISHED.times(times.stream()
                .mapToDouble(task -> task.seconds() / CostModel.PUBLISHED.seconds(task.work()))
                .sorted()
                .skip(30)
                .findFirst()
                .orElseThrow());
        double[] errors = times.stream()
                .mapToDouble(task -> Math.abs(scaled.seconds(task.work()) - task.seconds()) / task.seconds())
                .sorted()
                .toArray();
        assertThat(errors[53]).isGreaterThan(0.4);
    }

    @Test
    void a_prediction_is_tested_before_its_task_is_learned_from() {
        DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        Tasks tasks = new Tasks(2);
        tasks.times(10, TRUTH, 0).forEach(learning::learn);
        TaskTime surprise = tasks.time(TRUTH.times(4), 0);
        learning.learn(surprise);
        DeviceCosts costs = learning.costs().orElseThrow();
        assertThat(costs.tested()).isEqualTo(1);
        assertThat(costs.p90Error().orElseThrow()).isCloseTo(0.75, within(0.05));
    }

    @Test
    void fewer_than_ten_tasks_are_not_enough_to_be_used() {
        DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        new Tasks(3).times(9, TRUTH, NOISE).forEach(learning::learn);
        assertThat(learning.costs()).isEmpty();
    }

    @Test
    void what_an_earlier_run_learned_makes_the_first_predictions_better() {
        DeviceLearning first = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        new Tasks(4).times(200, TRUTH, NOISE).forEach(first::learn);
        DeviceCosts known = first.costs().orElseThrow();
        double anew = 0;
        double again = 0;
        for (int seed = 100; seed < 150; seed++) {
            anew += spreadAfterTen(new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0), seed);
            again += spreadAfterTen(new DeviceLearning(DEVICE, known.model(), known.tasks()), seed);
        }
        assertThat(again).isLessThan(0.9 * anew);
    }

    @Test
    void tasks_of_earlier_runs_are_counted_on() {
        DeviceLearning learning = new DeviceLearning(DEVICE, TRUTH, 100);
        new Tasks(5).times(10, TRUTH, NOISE).forEach(learning::learn);
        assertThat(learning.costs().orElseThrow().tasks()).isEqualTo(110);
    }

    @Test
    void a_device_that_slows_down_is_followed_within_a_few_tasks() {
        DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        new Tasks(6).times(300, TRUTH, NOISE).forEach(learning::learn);
        new Tasks(7).times(10, TRUTH.times(2), NOISE).forEach(learning::learn);
        Work work = new Tasks(8).work();
        assertThat(learning.now().orElseThrow().seconds(work) / TRUTH.seconds(work))
                .isCloseTo(2, within(0.2));
    }

    @Test
    void ten_tasks_of_a_busy_minute_are_not_what_the_next_run_is_told() {
        DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        new Tasks(6).times(190, TRUTH, NOISE).forEach(learning::learn);
        new Tasks(7).times(10, TRUTH.times(5), NOISE).forEach(learning::learn);
        Work work = new Tasks(8).work();
        assertThat(learning.costs().orElseThrow().model().seconds(work) / TRUTH.seconds(work))
                .isCloseTo(1, within(0.15));
    }

    @Test
    void there_is_news_at_10_20_40_tasks() {
        DeviceLearning learning = new DeviceLearning(DEVICE, CostModel.PUBLISHED, 0);
        List<Integer> news = new ArrayList<>();
        for (int task = 1; task <= 50; task++) {
            learning.learn(new Tasks(task).time(TRUTH, NOISE));
            if (learning.milestone().isPresent()) {
                news.add(task);
            }
        }
        assertThat(news).containsExactly(10, 20, 40);
    }

    /** How much better some tasks are predicted than others: whatever the level, which ten tasks tell in any case. */
    private static double spreadAfterTen(DeviceLearning learning, long seed) {
        new Tasks(seed).times(10, TRUTH, NOISE).forEach(learning::learn);
        CostModel model = learning.costs().orElseThrow().model();
        DoubleSummaryStatistics ratios = new Tasks(9)
                .times(100, TRUTH, 0).stream()
                        .mapToDouble(task -> model.seconds(task.work()) / task.seconds())
                        .summaryStatistics();
        return ratios.getMax() / ratios.getMin() - 1;
    }
}
