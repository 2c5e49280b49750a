package org.virnucpro.coordinator.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealMargin;
import org.virnucpro.common.steal.StealPlan;
import org.virnucpro.common.steal.StealPolicy;
import org.virnucpro.common.steal.StealRefusal;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.coordinator.simulate.Cases.Weights;

/** What the scheduling promises, as makespan over lower bound in simulation. */
final class BalanceGoalsTest {

    private static final int SEEDS = 400;
    private static final StealSettings ADAPTIVE = StealSettings.ON;

    @Test
    void whole_files_of_known_cost_end_within_5_percent_of_the_bound() {
        Ratios ratios = Ratios.of(Cases.known(Cases.MIX), ADAPTIVE, SEEDS);
        assertThat(ratios.mean()).as("%s", ratios).isLessThanOrEqualTo(1.05);
        assertThat(ratios.percentile(95)).as("%s", ratios).isLessThanOrEqualTo(1.05);
    }

    @Test
    void whole_files_with_25_percent_error_end_within_10_percent_of_the_bound() {
        Ratios ratios = Ratios.of(Cases.known(Cases.MIX).noisy(), ADAPTIVE, SEEDS);
        assertThat(ratios.mean()).as("%s", ratios).isLessThanOrEqualTo(1.10);
        assertThat(ratios.percentile(95)).as("%s", ratios).isLessThanOrEqualTo(1.25);
    }

    @Test
    void cut_files_end_within_3_percent_of_the_bound_even_with_error() {
        Ratios ratios = Ratios.of(Cases.known(Cases.MIX).noisy().cut(20), ADAPTIVE, SEEDS);
        assertThat(ratios.mean()).as("%s", ratios).isLessThanOrEqualTo(1.03);
    }

    @Test
    void cut_files_end_within_10_percent_of_the_bound_when_no_weight_is_known_or_all_are_wrong() {
        Cases cut = Cases.known(Cases.MIX).noisy().cut(20);
        Ratios unknown = Ratios.of(cut.weights(Weights.UNKNOWN), ADAPTIVE, SEEDS);
        assertThat(unknown.mean()).as("%s", unknown).isLessThanOrEqualTo(1.10);
        Ratios wrong = Ratios.of(cut.weights(Weights.WRONG), ADAPTIVE, SEEDS);
        assertThat(wrong.mean()).as("%s", wrong).isLessThanOrEqualTo(1.10);
    }

    @Test
    void adaptive_stealing_never_makes_a_run_of_known_costs_longer() {
        for (var mix : List.of(Cases.MIX, Cases.TEN_TIMES)) {
            Cases cases = Cases.known(mix);
            Ratios adaptive = Ratios.of(cases, ADAPTIVE, 1000);
            Ratios fixed = Ratios.of(cases, StealSettings.OFF, 1000);
            assertThat(adaptive.worstAgainst(fixed)).isLessThanOrEqualTo(1.02);
        }
    }

    @Test
    void adaptive_stealing_never_makes_a_run_of_known_costs_longer_whatever_its_shape() {
        for (long seed = 0; seed < 1000; seed++) {
            Cases cases = Cases.anyShape(seed);
            double adaptive = Simulation.run(cases.scenario(seed, ADAPTIVE)).ratio();
            double fixed =
                    Simulation.run(cases.scenario(seed, StealSettings.OFF)).ratio();
            assertThat(adaptive / fixed).as("seed %d: %s", seed, cases).isLessThanOrEqualTo(1.02);
        }
    }

    @Test
    void without_the_guard_stealing_makes_some_runs_much_longer_than_no_stealing() {
        Cases cases = Cases.known(Cases.TEN_TIMES);
        Ratios unguarded = Ratios.of(cases, ADAPTIVE.withRule(StealSettings.Rule.THRESHOLD), 1000);
        Ratios fixed = Ratios.of(cases, StealSettings.OFF, 1000);
        assertThat(unguarded.worstAgainst(fixed)).isGreaterThan(1.5);
    }

    @Test
    void the_adaptive_policy_with_its_guard_taken_out_makes_runs_with_speeds_of_1_to_10_longer() {
        Cases cases = Cases.known(Cases.TEN_TIMES);
        double worst = 0;
        for (long seed = 0; seed < 200; seed++) {
            double fixed =
                    Simulation.run(cases.scenario(seed, StealSettings.OFF)).ratio();
            double open = Simulation.run(cases.scenario(seed, ADAPTIVE), BalanceGoalsTest::unguarded)
                    .ratio();
            worst = Math.max(worst, open / fixed);
        }
        assertThat(worst).isGreaterThan(1.5);
    }

    private static StealPolicy unguarded(StealPolicy policy) {
        return (view, thief) -> {
            StealPlan plan = policy.plan(view, thief);
            List<TakeSource.Steal> attempts = Stream.concat(
                            plan.attempts().stream().map(TakeSource.Steal::victim),
                            plan.refusals().stream().map(StealRefusal::victim))
                    .map(TakeSource.Steal::anyFrom)
                    .toList();
            return new StealPlan(attempts, plan.threshold(), List.of());
        };
    }

    @Test
    void with_error_adaptive_stealing_is_better_than_none_also_in_the_worst_hundredth() {
        for (var mix : List.of(Cases.MIX, Cases.TEN_TIMES)) {
            Cases cases = Cases.known(mix).noisy();
            Ratios adaptive = Ratios.of(cases, ADAPTIVE, 1000);
            Ratios fixed = Ratios.of(cases, StealSettings.OFF, 1000);
            assertThat(adaptive.percentile(99)).isLessThanOrEqualTo(fixed.percentile(99));
            assertThat(adaptive.mean()).isLessThan(fixed.mean() - 0.05);
        }
    }

    /** The mean over these seeds is 1.23, and 1.26 when speeds are not corrected by what is measured. */
    @Test
    void wrong_weights_are_corrected_within_the_run() {
        Ratios wrong = Ratios.of(Cases.known(Cases.MIX).noisy().weights(Weights.WRONG), ADAPTIVE, 200);
        assertThat(wrong.mean()).as("%s", wrong).isLessThanOrEqualTo(1.245);
    }

    @Test
    void a_card_that_drops_to_15_percent_is_noticed() {
        Cases drop = Cases.known(Cases.MIX).filesPerWorker(12).noisy().cut(60).dropTo(0.15);
        Ratios adaptive = Ratios.of(drop, ADAPTIVE, 100);
        Ratios fixed = Ratios.of(drop, StealSettings.OFF, 100);
        assertThat(fixed.mean()).isGreaterThan(3);
        assertThat(adaptive.mean()).as("%s", adaptive).isLessThanOrEqualTo(1.2);
    }

    @Test
    void a_margin_that_is_out_of_all_proportion_wastes_the_tail() {
        Cases cases = Cases.known(Cases.MIX).noisy();
        Ratios wide = Ratios.of(cases, ADAPTIVE.withMargin(new StealMargin(Duration.ofMinutes(5), 0.05)), 100);
        assertThat(wide.mean()).isGreaterThan(Ratios.of(cases, ADAPTIVE, 100).mean() + 0.02);
    }
}
