package org.virnucpro.coordinator.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueEvent.Type;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

final class IdleStretchesTest {

    private static final Instant START = Instant.parse("2026-11-23T00:00:00Z");
    private static final WorkerId W = new WorkerId("w");

    private final List<QueueEvent> events = new ArrayList<>();

    @Test
    void the_time_between_two_tasks_is_a_stretch_and_has_the_reason_that_was_given_in_it() {
        happened(0, Type.JOIN, "", 0);
        happened(10, Type.DONE, "", 10);
        happened(10.5, Type.IDLE, "nothing queued", 0.4);
        happened(30, Type.DONE, "", 12);

        assertThat(stretches(30)).singleElement().satisfies(stretch -> {
            assertThat(stretch.start()).isEqualTo(at(10));
            assertThat(stretch.end()).isEqualTo(at(18));
            assertThat(stretch.causes()).containsExactly(new IdleStretch.Cause(at(10), "nothing queued"));
        });
    }

    @Test
    void a_stretch_goes_from_the_join_to_the_first_task_and_from_the_last_one_to_the_end() {
        happened(1, Type.JOIN, "", 0);
        happened(10, Type.DONE, "", 5);

        assertThat(stretches(20))
                .extracting(IdleStretch::start, IdleStretch::end)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(at(1), at(5)),
                        org.assertj.core.groups.Tuple.tuple(at(10), at(20)));
    }

    @Test
    void reasons_follow_each_other_and_stay_in_their_stretch() {
        happened(0, Type.JOIN, "", 0);
        happened(1, Type.IDLE, "not queued yet", 1);
        happened(5, Type.DONE, "", 2);
        happened(5, Type.IDLE, "balanced", 0);
        happened(9, Type.IDLE, "no gain", 1);

        List<IdleStretch> stretches = stretches(20);
        assertThat(stretches.get(0).causes())
                .extracting(IdleStretch.Cause::reason)
                .containsExactly("not queued yet");
        assertThat(stretches.get(1).causes())
                .containsExactly(new IdleStretch.Cause(at(5), "balanced"), new IdleStretch.Cause(at(8), "no gain"));
    }

    @Test
    void a_reason_that_arrives_late_is_put_where_it_held() {
        happened(0, Type.JOIN, "", 0);
        happened(10, Type.DONE, "", 10);
        happened(20.1, Type.IDLE, "the broker did not answer", 9.9);
        happened(25, Type.DONE, "", 5);

        assertThat(stretches(25).get(0).causes()).hasSize(1);
    }

    @Test
    void failed_attempts_and_running_tasks_are_work() {
        happened(0, Type.JOIN, "", 0);
        happened(10, Type.REQUEUE, "out of memory", 10);
        happened(20, Type.DEAD, "out of memory", 10);
        QueueView.Lease running = new QueueView.Lease(new TaskId(1), W, 1, at(20), at(90));

        assertThat(IdleStretches.of(events, List.of(running), at(30))).isEmpty();
    }

    @Test
    void nobody_is_idle_after_leaving() {
        happened(0, Type.JOIN, "", 0);
        happened(10, Type.LEAVE, "", 0);
        happened(50, Type.JOIN, "", 0);
        happened(60, Type.LOST, "", 0);

        assertThat(stretches(100)).extracting(IdleStretch::length).containsExactly(secs(10), secs(10));
    }

    @Test
    void a_worker_that_could_not_join_is_idle_from_when_it_said_so() {
        happened(5, Type.IDLE, "it cannot join: no models", 0);

        assertThat(stretches(20)).singleElement().satisfies(stretch -> {
            assertThat(stretch.length()).isEqualTo(secs(15));
            assertThat(stretch.causes()).hasSize(1);
        });
    }

    @Test
    void a_stretch_without_a_report_stands_unexplained() {
        happened(0, Type.JOIN, "", 0);
        happened(20, Type.DONE, "", 10);
        Explanation explanation = new Explanation("r", secs(3), at(20), false, stretches(20), Map.of());
        assertThat(explanation.lines()).anySatisfy(line -> assertThat(line).contains(Explanation.UNSAID));
        assertThat(explanation.describe().toString()).contains("explained=false");
    }

    @Test
    void short_stretches_are_left_out_and_one_worker_can_be_asked_about() {
        happened(0, Type.JOIN, "", 0);
        happened(12, Type.DONE, "", 10);
        Explanation explanation =
                new Explanation("r", secs(3), at(12), false, stretches(12), Map.of(new WorkerId("other"), "it drains"));
        assertThat(explanation.stretches()).isEmpty();
        assertThat(explanation.lines().get(0)).contains("no worker was idle for longer than 3.0 s");
        assertThat(explanation.about(W).apart()).isEmpty();
        assertThat(explanation.about(new WorkerId("other")).apart()).hasSize(1);
    }

    @Test
    void a_live_stretch_says_that_it_goes_on() {
        happened(0, Type.JOIN, "", 0);
        happened(1, Type.IDLE, "no gain", 0);
        assertThat(new Explanation("r", secs(3), at(9), true, stretches(9), Map.of())
                        .lines()
                        .get(1))
                .contains("w: 9.0 s in 1, idle now");
    }

    private List<IdleStretch> stretches(double end) {
        return IdleStretches.of(events, List.of(), at(end));
    }

    private void happened(double second, Type type, String reason, double lasted) {
        events.add(new QueueEvent(
                "" + events.size(), at(second), type, Optional.empty(), "w", "", reason, 0, Math.round(lasted * 1000)));
    }

    private static Instant at(double second) {
        return START.plusMillis(Math.round(second * 1000));
    }

    private static Duration secs(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
