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
    void work_without_progress_for_the_whole_patience_is_a_stall_named_once() {
        assertThat(detector.newlyStalled(view(0, 5, 1))).isEmpty();
        assertThat(detector.newlyStalled(view(299, 5, 1))).isEmpty();
        assertThat(detector.newlyStalled(view(300, 5, 1))).containsExactly(W);
        assertThat(detector.newlyStalled(view(600, 5, 1))).isEmpty();
    }

    @Test
    void a_finished_task_starts_the_clock_again() {
        detector.newlyStalled(view(0, 5, 1));
        detector.newlyStalled(view(299, 4, 2));
        assertThat(detector.newlyStalled(view(400, 4, 2))).isEmpty();
        assertThat(detector.newlyStalled(view(599, 4, 2))).containsExactly(W);
    }

    @Test
    void a_worker_without_work_is_idle_and_not_stalled() {
        detector.newlyStalled(view(0, 0, 1));
        assertThat(detector.newlyStalled(view(10_000, 0, 1))).isEmpty();
        assertThat(detector.newlyStalled(view(10_001, 3, 1))).isEmpty();
        assertThat(detector.newlyStalled(view(10_300, 3, 1))).containsExactly(W);
    }

    private static QueueView view(long second, long depth, long done) {
        return new QueueView(
                RunState.OPEN,
                START.plusSeconds(second),
                List.of(new QueueView.Queue(
                        W, Membership.MEMBER, 1, depth, 0, 0, new QueueView.Done(done, done, done, 0, 0, 0))),
                0,
                new RunCounts(9, 9, depth, 0, done, 0, 0, 0, 0),
                List.of());
    }
}
