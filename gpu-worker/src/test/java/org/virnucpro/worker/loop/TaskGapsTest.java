package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskGapsTest {

    private final ManualTicker ticker = new ManualTicker();
    private final TaskGaps gaps = new TaskGaps(ticker);

    @Test
    void a_gap_lasts_from_the_end_of_one_computation_to_the_start_of_the_next() {
        for (int millis = 1; millis <= 20; millis++) {
            gaps.computed(gaps.now());
            ticker.advance(Duration.ofMillis(millis));
            start();
            ticker.advance(Duration.ofSeconds(1));
            gaps.computing();
        }
        assertThat(gaps.millis(50)).isEqualTo("10.00");
        assertThat(gaps.millis(95)).isEqualTo("19.00");
        assertThat(gaps.millis(100)).isEqualTo("20.00");
    }

    @Test
    void a_task_that_is_computed_before_its_lease_ends_the_gap_with_its_start() {
        gaps.computed(gaps.now());
        ticker.advance(Duration.ofMillis(2));
        gaps.begins();
        gaps.computing();
        ticker.advance(Duration.ofMillis(50));
        gaps.leased();
        assertThat(gaps.millis(100)).isEqualTo("2.00");
    }

    @Test
    void what_was_computed_in_vain_belongs_to_the_gap() {
        gaps.computed(gaps.now());
        gaps.begins();
        gaps.computing();
        ticker.advance(Duration.ofMillis(50));
        start();
        assertThat(gaps.millis(100)).isEqualTo("50.00");
    }

    @Test
    void time_without_anything_to_take_is_no_gap() {
        gaps.computed(gaps.now());
        ticker.advance(Duration.ofMillis(3));
        start();
        gaps.computed(gaps.now());
        gaps.interrupted();
        ticker.advance(Duration.ofHours(1));
        start();
        assertThat(gaps.millis(100)).isEqualTo("3.00");
    }

    private void start() {
        gaps.begins();
        gaps.leased();
        gaps.computing();
    }
}
