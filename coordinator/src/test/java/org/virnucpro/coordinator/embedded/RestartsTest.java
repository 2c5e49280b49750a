package org.virnucpro.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.coordinator.embedded.Restarts.Standing;

class RestartsTest {

    private final Restarts restarts = new Restarts();

    @Test
    void a_worker_that_finishes_tasks_in_between_is_started_again_at_once_and_for_ever() {
        for (int tasks = 1; tasks < 100; tasks++) {
            assertThat(restarts.afterEnd(new Standing(true, tasks))).contains(Duration.ZERO);
        }
    }

    @Test
    void one_that_finishes_none_waits_twice_as_long_each_time_and_is_given_up_after_ten() {
        long[] millis = {0, 500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000};
        for (long wait : millis) {
            assertThat(restarts.afterEnd(new Standing(true, 0))).contains(Duration.ofMillis(wait));
        }
        assertThat(restarts.afterEnd(new Standing(true, 0))).isEqualTo(Optional.empty());
        assertThat(restarts.limit()).contains("11 times").contains("without finishing a task");
    }

    @Test
    void one_that_never_joins_is_given_up_after_three() {
        for (int start = 0; start < 3; start++) {
            assertThat(restarts.afterEnd(Standing.NEVER_JOINED)).isPresent();
        }
        assertThat(restarts.afterEnd(Standing.NEVER_JOINED)).isEmpty();
        assertThat(restarts.limit()).contains("4 times").contains("before it joined");
    }
}
