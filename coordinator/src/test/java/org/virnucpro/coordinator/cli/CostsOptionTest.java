package org.virnucpro.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;

final class CostsOptionTest {

    @Test
    void equal_costs_are_equal() {
        assertThat(CostsOption.costs("equal:3:1.5s", 1)).containsExactly(1_500, 1_500, 1_500);
    }

    @Test
    void uniform_costs_lie_between_their_ends() {
        long[] costs = CostsOption.costs("uniform:1000:1s:3s", 1);
        assertThat(Arrays.stream(costs).summaryStatistics()).satisfies(spread -> {
            assertThat(spread.getMin()).isBetween(1_000L, 1_050L);
            assertThat(spread.getMax()).isBetween(2_950L, 3_000L);
            assertThat(spread.getAverage()).isCloseTo(2_000, within(100.0));
        });
    }

    @Test
    void lognormal_costs_have_the_mean_and_the_spread_that_were_asked_for() {
        long[] costs = CostsOption.costs("lognormal:20000:10s:0.5", 1);
        assertThat(Arrays.stream(costs).average().orElseThrow()).isCloseTo(10_000, within(200.0));
        double[] logs = Arrays.stream(costs).mapToDouble(Math::log).toArray();
        double mean = Arrays.stream(logs).average().orElseThrow();
        double variance = Arrays.stream(logs)
                .map(log -> (log - mean) * (log - mean))
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(variance)).isCloseTo(0.5, within(0.02));
    }

    @Test
    void equal_seeds_draw_equal_costs_and_others_do_not() {
        assertThat(CostsOption.costs("lognormal:9:5m:1", 4)).isEqualTo(CostsOption.costs("lognormal:9:5m:1", 4));
        assertThat(CostsOption.costs("lognormal:9:5m:1", 4)).isNotEqualTo(CostsOption.costs("lognormal:9:5m:1", 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lognormal",
                "lognormal:5:5m",
                "lognormal:0:5m:1",
                "lognormal:-3:5m:1",
                "lognormal:99999999:5m:1",
                "lognormal:5:5 minutes:1",
                "lognormal:5:5m:wide",
                "lognormal:5:5m:900",
                "lognormal:5:5m:NaN",
                "uniform:5:1m",
                "uniform:5:3m:1m",
                "equal:5",
                "equal:5:99999999999999999s",
                "fixed:5:1m"
            })
    void what_is_no_workload_is_a_usage_error_with_examples(String text) {
        assertThatThrownBy(() -> CostsOption.costs(text, 1))
                .isInstanceOfSatisfying(
                        CommandException.class,
                        wrong -> assertThat(wrong.exitCode()).isEqualTo(ExitCodes.USAGE))
                .hasMessageContaining("--tasks " + text)
                .hasMessageContaining("lognormal:32:5m:1");
    }
}
