package org.virnucpro.coordinator.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void the_sum_does_not_fall_when_a_run_is_over() {
        tally.seen("a", "w", 10, false);
        tally.seen("b", "w", 5, false);
        assertThat(tally.of("w")).isEqualTo(15);
        tally.keep(Set.of("b"), Set.of("w"));
        tally.seen("b", "w", 7, false);
        assertThat(tally.of("w")).isEqualTo(17);
    }

    @Test
    void what_a_run_had_counted_before_does_not_count_again() {
        tally.seen("a", "w", 1000, true);
        assertThat(tally.of("w")).isZero();
        tally.seen("a", "w", 1003, true);
        assertThat(tally.of("w")).isEqualTo(3);
    }

    @Test
    void a_worker_that_has_left_is_forgotten() {
        tally.seen("a", "w", 10, false);
        tally.keep(Set.of("a"), Set.of());
        assertThat(tally.of("w")).isZero();
    }

    @Test
    void labels_beyond_the_bound_are_counted_together() {
        BoundedCounts counts = new BoundedCounts(2, 2);
        counts.add(1, "a", "b");
        counts.add(1, "b", "a");
        counts.add(1, "c", "a");
        counts.add(1, "c", "b");
        counts.add(1, "a", "b");
        TreeMap<String, Long> seen = new TreeMap<>();
        counts.forEach((labels, count) -> seen.put(String.join(">", labels), count));
        assertThat(seen)
                .containsEntry("a>b", 2L)
                .containsEntry("other>other", 2L)
                .hasSize(3);
        counts.keep(Set.of("a", "b"));
        counts.forEach((labels, count) -> assertThat(labels).doesNotContain("c"));
    }
}
