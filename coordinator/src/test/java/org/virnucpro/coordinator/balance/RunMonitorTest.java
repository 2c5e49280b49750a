package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.coordinator.plan.CostShards;
import org.virnucpro.coordinator.plan.WorkerSpeed;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.SimulatedTask;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

/**
 * The measures of whole simulated runs, against what really came. Over 200 other seeds the interval held in 94 % of the looks
 * with cutting, 92 % for whole files, 96 % with unknown weights, 89 % without stealing; the looks at one run hold or fail
 * together, so the 40 runs here scatter by some percent.
 */
final class RunMonitorTest {

    private static final int SEEDS = 40;
    private static final long POLL_MILLIS = 3000;
    private static final double[] SPEEDS = {1, 1, 1, 1, 1.5, 1.5, 3, 3};

    private int looks;
    private int held;
    private double widths;

    @Test
    void the_interval_holds_the_real_end_in_nine_of_ten_looks_with_noisy_costs_and_cutting() {
        count(0.25, true, StealSettings.ON, true);
        assertThat((double) held / looks).as("%d of %d looks", held, looks).isGreaterThan(0.9);
        assertThat(widths / looks).as("mean of high over low").isLessThan(2.6);
    }

    @Test
    void the_interval_holds_the_real_end_for_whole_files() {
        count(0.25, true, StealSettings.ON, false);
        assertThat((double) held / looks).as("%d of %d looks", held, looks).isGreaterThan(0.85);
    }

    @Test
    void the_interval_holds_the_real_end_in_four_of_five_looks_without_stealing() {
        count(0.25, true, StealSettings.OFF, false);
        assertThat((double) held / looks).as("%d of %d looks", held, looks).isGreaterThan(0.80);
    }

    @Test
    void the_interval_holds_the_real_end_when_all_weights_are_unknown() {
        count(0.25, false, StealSettings.ON, true);
        assertThat((double) held / looks).as("%d of %d looks", held, looks).isGreaterThan(0.9);
    }

    @Test
    void the_beginning_is_calculating_and_the_end_is_over() {
        List<PollSample> samples = watch(watched(1, 0.25, true, StealSettings.ON, false), StealSettings.ON, 0);
        assertThat(samples.get(0).run().remaining()).isInstanceOf(RemainingTime.Calculating.class);
        assertThat(samples.get(samples.size() - 1).run().remaining()).isInstanceOf(RemainingTime.Over.class);
    }

    @Test
    void the_lower_bound_at_the_end_is_never_above_the_real_makespan_whatever_costs_and_weights_were_wrong() {
        for (int seed = 0; seed < SEEDS; seed++) {
            WatchedSchedule schedule = watched(seed, 0.5, false, StealSettings.ON, false);
            List<PollSample> samples = watch(schedule, StealSettings.ON, 1 << 30);
            RunMeasures last = samples.get(samples.size() - 1).run();
            double makespan = (double) schedule.makespanMillis() / 1000;
            assertThat(last.lowerBoundSeconds())
                    .as("seed %d", seed)
                    .isPositive()
                    .isLessThanOrEqualTo(makespan + 0.01);
            assertThat(last.elapsedSeconds()).isCloseTo(makespan, within(0.002));
            assertThat(last.efficiency()).hasValueCloseTo(last.lowerBoundSeconds() / makespan, within(0.001));
        }
    }

    @Test
    void the_lower_bound_during_a_run_with_known_costs_and_speeds_is_never_above_the_real_makespan() {
        for (int seed = 0; seed < SEEDS; seed++) {
            WatchedSchedule schedule = watched(seed, 0, true, StealSettings.ON, false);
            double makespan = (double) schedule.makespanMillis() / 1000;
            assertThat(watch(schedule, StealSettings.ON, 0))
                    .allSatisfy(sample ->
                            assertThat(sample.run().lowerBoundSeconds()).isLessThanOrEqualTo(makespan * 1.001));
        }
    }

    @Test
    void a_balanced_run_has_imbalance_one_and_a_lopsided_one_as_many_as_wait_for_one() {
        SimulatedWorker fast = SimulatedWorker.steady("w0", 1, 1);
        SimulatedWorker slow = SimulatedWorker.steady("w1", 1, 1);
        List<SimulatedTask> even = List.of(SimulatedTask.known(60_000), SimulatedTask.known(60_000));
        List<SimulatedTask> one = List.of(SimulatedTask.known(60_000));
        assertThat(first(List.of(fast, slow), even).imbalance()).isCloseTo(1, within(0.01));
        assertThat(first(List.of(fast, slow), one).imbalance()).isCloseTo(2, within(0.01));
    }

    @Test
    void projections_use_the_speed_that_was_measured_and_not_the_one_that_was_declared() {
        SimulatedWorker liar = SimulatedWorker.steady("w0", 0.5, 2);
        List<SimulatedTask> tasks =
                List.of(SimulatedTask.known(10_000), SimulatedTask.known(10_000), SimulatedTask.known(10_000));
        Scenario scenario = Scenario.planned(List.of(liar), tasks, 0, StealSettings.OFF, Scenario.Delays.DEFAULT, 1);
        WatchedSchedule schedule = new WatchedSchedule(scenario);
        RunMonitor monitor = new RunMonitor(schedule.plan(), StealSettings.OFF, Duration.ofMinutes(5));
        WorkerMeasures before = only(monitor.observe(schedule.viewAt(0), schedule.eventsUntil(0)));
        assertThat(before.projectedFinishSeconds()).hasValue(15);
        WorkerMeasures after = only(monitor.observe(schedule.viewAt(20_000), schedule.eventsUntil(20_000)));
        assertThat(after.speed()).isEqualTo(0.5);
        assertThat(after.projectedFinishSeconds()).hasValue(40);
        assertThat(after.sequencesPerSecond()).isEqualTo(0.5);
    }

    private RunMeasures first(List<SimulatedWorker> workers, List<SimulatedTask> tasks) {
        Scenario scenario = Scenario.planned(workers, tasks, 0, StealSettings.ON, Scenario.Delays.DEFAULT, 1);
        return watch(new WatchedSchedule(scenario), StealSettings.ON, 1 << 30)
                .get(0)
                .run();
    }

    private static WorkerMeasures only(PollSample sample) {
        return sample.workers().values().iterator().next();
    }

    /** Over many runs, how often the interval of a look held the real end. */
    private void count(double error, boolean weightsKnown, StealSettings stealing, boolean cut) {
        for (int seed = 0; seed < SEEDS; seed++) {
            WatchedSchedule schedule = watched(seed, error, weightsKnown, stealing, cut);
            for (PollSample sample : watch(schedule, stealing, 0)) {
                if (sample.run().remaining() instanceof RemainingTime.Estimated estimated) {
                    long now = Duration.between(
                                    WatchedSchedule.START, sample.view().time())
                            .toMillis();
                    double left = (double) (schedule.makespanMillis() - now) / 1000;
                    looks++;
                    widths += estimated.highSeconds() / estimated.lowSeconds();
                    if (estimated.lowSeconds() <= left && left <= estimated.highSeconds()) {
                        held++;
                    }
                }
            }
        }
    }

    private static List<PollSample> watch(WatchedSchedule schedule, StealSettings stealing, long every) {
        RunMonitor monitor = new RunMonitor(schedule.plan(), stealing, Duration.ofMinutes(5));
        long step = every > 0 ? every : Math.max(POLL_MILLIS, schedule.makespanMillis() / 25);
        List<PollSample> samples = new ArrayList<>();
        for (long now = 0; now < schedule.makespanMillis(); now += step) {
            samples.add(monitor.observe(schedule.viewAt(now), schedule.eventsUntil(now)));
        }
        long end = schedule.makespanMillis();
        samples.add(monitor.observe(schedule.viewAt(end), schedule.eventsUntil(end)));
        return samples;
    }

    /** 8 workers of three speeds, 12 lognormal files for each of five minutes on average. */
    private static WatchedSchedule watched(
            long seed, double error, boolean weightsKnown, StealSettings stealing, boolean cut) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SimulatedWorker> workers = new ArrayList<>();
        for (double speed : SPEEDS) {
            workers.add(SimulatedWorker.steady("w" + workers.size(), speed, weightsKnown ? speed : 1));
        }
        long[] predicted = new long[SPEEDS.length * 12];
        double[] factors = new double[predicted.length];
        for (int file = 0; file < predicted.length; file++) {
            predicted[file] = Math.max(200, Math.round(300_000 * Math.exp(random.nextGaussian() - 0.5)));
            factors[file] = Math.exp(error * random.nextGaussian());
        }
        List<SimulatedTask> tasks = new ArrayList<>();
        List<Integer> shards = new ArrayList<>();
        // as a planner does, what is predicted is cut; all shards of a file are then off by the same factor
        for (long[] costs : cut ? cut(predicted, workers) : whole(predicted)) {
            double factor = factors[shards.size()];
            for (long cost : costs) {
                tasks.add(new SimulatedTask(Math.round((double) cost * factor), cost));
            }
            shards.add(costs.length);
        }
        return new WatchedSchedule(
                Scenario.planned(workers, tasks, error, stealing, Scenario.Delays.DEFAULT, seed), shards);
    }

    private static List<long[]> whole(long[] files) {
        return LongStream.of(files).mapToObj(cost -> new long[] {cost}).toList();
    }

    private static List<long[]> cut(long[] files, List<SimulatedWorker> workers) {
        List<WorkerSpeed> speeds = workers.stream()
                .map(worker -> new WorkerSpeed(worker.name(), worker.weight()))
                .toList();
        return new CostShards(new ShardLimit(Duration.ofSeconds(20), 0.03)).cut(files, speeds);
    }
}
