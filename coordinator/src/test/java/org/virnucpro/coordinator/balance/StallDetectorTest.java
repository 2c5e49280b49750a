package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.WorkerId;

final class StallDetectorTest {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final WorkerId W = new WorkerId("w");
    private final StallDetector detector = new StallDetector(Duration.ofMinutes(5));

    @Test
    void queued_work_without_progress_for_the_whole_patience_is_a_stall() {
        assertThat(detector.stalled(view(0, 5, 1))).isEmpty();
        assertThat(detector.stalled(view(299, 5, 1))).isEmpty();
        assertThat(detector.stalled(view(300, 5, 1))).containsExactly(W);
        assertThat(detector.stalled(view(600, 5, 1))).containsExactly(W);
        assertThat(detector.stalled(view(601, 4, 2))).isEmpty();
    }

    @Test
    void a_finished_task_starts_the_clock_again() {
        detector.stalled(view(0, 5, 1));
        detector.stalled(view(299, 4, 2));
        assertThat(detector.stalled(view(400, 4, 2))).isEmpty();
        assertThat(detector.stalled(view(599, 4, 2))).containsExactly(W);
    }

    @Test
    void a_worker_without_work_is_idle_and_not_stalled() {
        detector.stalled(view(0, 0, 1));
        assertThat(detector.stalled(view(10_000, 0, 1))).isEmpty();
        assertThat(detector.stalled(view(10_001, 3, 1))).isEmpty();
        assertThat(detector.stalled(view(10_300, 3, 1))).containsExactly(W);
    }

    @Test
    void the_last_task_of_a_worker_may_take_as_long_as_it_takes() {
        detector.stalled(view(0, 0, 1));
        assertThat(detector.stalled(view(100_000, 0, 1))).isEmpty();
    }

    @Test
    void a_worker_that_is_not_there_is_not_stalled() {
        for (Membership absent : new Membership[] {Membership.EXPECTED, Membership.DEPARTED}) {
            detector.stalled(view(RunState.OPEN, absent, 0, 5, 1));
            assertThat(detector.stalled(view(RunState.OPEN, absent, 10_000, 5, 1)))
                    .isEmpty();
        }
    }

    @Test
    void nobody_stalls_while_the_run_is_paused() {
        detector.stalled(view(0, 5, 1));
        assertThat(detector.stalled(view(RunState.PAUSED, Membership.MEMBER, 10_000, 5, 1)))
                .isEmpty();
        assertThat(detector.stalled(view(10_001, 5, 1))).isEmpty();
    }

    private static QueueView view(long second, long depth, long done) {
        return view(RunState.OPEN, Membership.MEMBER, second, depth, done);
    }

    private static QueueView view(RunState state, Membership membership, long second, long depth, long done) {
        return new QueueView(
                state,
                START.plusSeconds(second),
                List.of(new QueueView.Queue(
                        W, membership, 1, depth, 0, 0, new QueueView.Done(done, done, done, 0, 0, 0))),
                0,
                new RunCounts(9, 9, depth, 0, done, 0, 0, 0, 0),
                List.of());
    }
}
