package org.virnucpro.coordinator.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class PollSeriesTest {

    private final PollSeries series = new PollSeries();

    @Test
    void a_long_run_keeps_a_bounded_number_of_evenly_spaced_polls_and_always_the_latest() {
        for (int poll = 0; poll < 10_000; poll++) {
            series.add(new PollSeries.Point(poll * 3000L, poll, Map.of()));
            assertThat(series.points().size()).isLessThanOrEqualTo(600);
            assertThat(series.points().get(series.points().size() - 1).retryDepth())
                    .isEqualTo(poll);
        }
        assertThat(series.points().size()).isGreaterThan(250);
        for (int point = 1; point < series.points().size() - 1; point++) {
            long step = series.points().get(point).time()
                    - series.points().get(point - 1).time();
            assertThat(step).isBetween(32 * 3000L, 64 * 3000L);
        }
    }
}
