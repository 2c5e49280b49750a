package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ThroughputWindowTest {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");

    @Test
    void nothing_done_is_no_rate() {
        assertThat(new ThroughputWindow().sequencesPerSecond(START)).isZero();
    }

    @Test
    void a_rate_counts_from_the_take_of_the_first_task_in_the_window() {
        ThroughputWindow window = new ThroughputWindow();
        window.add(START.plusSeconds(10), 10_000, 50, 1000);
        window.add(START.plusSeconds(20), 10_000, 150, 1000);
        assertThat(window.sequencesPerSecond(START.plusSeconds(20))).isCloseTo(10.0, within(1e-9));
    }

    @Test
    void the_last_ten_tasks_count_however_long_ago_they_were() {
        ThroughputWindow window = new ThroughputWindow();
        for (int task = 1; task <= 12; task++) {
            window.add(START.plusSeconds(100L * task), 100_000, 1000, 1000);
        }
        assertThat(window.sequencesPerSecond(START.plusSeconds(1200))).isCloseTo(10.0, within(1e-9));
    }

    @Test
    void many_short_tasks_are_averaged_over_a_minute() {
        ThroughputWindow window = new ThroughputWindow();
        for (int second = 1; second <= 120; second++) {
            window.add(START.plusSeconds(second), 1_000, second <= 60 ? 0 : 7, 1000);
        }
        assertThat(window.sequencesPerSecond(START.plusSeconds(120))).isCloseTo(7.0, within(0.2));
    }

    @Test
    void an_idle_worker_fades_after_its_window() {
        ThroughputWindow window = new ThroughputWindow();
        window.add(START.plusSeconds(10), 10_000, 100, 1000);
        assertThat(window.sequencesPerSecond(START.plusSeconds(1000))).isLessThan(1);
    }
}
