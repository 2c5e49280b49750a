package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.steal.StealPlan;
import org.virnucpro.common.steal.StealRefusal;
import org.virnucpro.common.steal.StealRefusal.Reason;
import org.virnucpro.common.task.WorkerId;

final class IdleReasonTest {

    private static final WorkerId OTHER = new WorkerId("other");
    private static final TakeOutcome NOTHING = new TakeOutcome.Empty(false);

    @Test
    void running_tasks_are_not_work_for_others() {
        assertThat(IdleReason.of(view(0, 0, 8, 10, 10), plan(), NOTHING))
                .isEqualTo("no queue has a task: what is left is running on other workers");
    }

    @Test
    void a_run_whose_tasks_have_all_ended_waits_for_its_results() {
        assertThat(IdleReason.of(view(0, 0, 10, 10, 10), plan(), NOTHING)).isEqualTo("all tasks of the run have ended");
    }

    @Test
    void a_run_may_be_open_before_its_tasks_are_queued() {
        assertThat(IdleReason.of(view(0, 0, 0, 4, 10), plan(), NOTHING))
                .isEqualTo("the coordinator has not queued the tasks yet");
    }

    @Test
    void a_task_may_have_come_too_late_for_this_look() {
        assertThat(IdleReason.of(view(0, 1, 8, 10, 10), plan(), NOTHING))
                .isEqualTo("no task was queued when it looked; one is now");
    }

    @Test
    void without_stealing_the_queues_of_others_are_closed() {
        assertThat(IdleReason.withoutStealing(view(3, 0, 2, 10, 10), NOTHING))
                .isEqualTo("its own queue is empty, and work stealing is off in this run");
        assertThat(IdleReason.withoutStealing(view(0, 0, 8, 10, 10), NOTHING))
                .isEqualTo(IdleReason.ALL_RUNNING.words());
    }

    @Test
    void what_was_set_aside_is_too_large_whether_it_steals_or_not() {
        QueueView shared = view(0, 2, 8, 10, 10);
        QueueView aside = new QueueView(
                shared.state(),
                shared.time(),
                shared.queues(),
                2,
                shared.counts(),
                shared.leases(),
                new QueueView.Aside(2, 0, 0));
        assertThat(IdleReason.of(aside, plan(), NOTHING)).contains("longer records than this worker can hold");
        assertThat(IdleReason.withoutStealing(aside, NOTHING)).isEqualTo(IdleReason.of(aside, plan(), NOTHING));
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void a_policy_is_quoted(Reason reason) {
        assertThat(IdleReason.of(view(2, 0, 2, 10, 10), refused(reason, reason), NOTHING))
                .isEqualTo(reason.words());
    }

    @Test
    void all_reasons_of_a_policy_are_named_always_in_one_order() {
        assertThat(IdleReason.of(view(2, 0, 2, 10, 10), refused(Reason.NO_GAIN, Reason.BALANCED), NOTHING))
                .isEqualTo(IdleReason.of(view(2, 0, 2, 10, 10), refused(Reason.BALANCED, Reason.NO_GAIN), NOTHING))
                .contains(Reason.NO_GAIN.words(), Reason.BALANCED.words(), "; ");
    }

    @Test
    void the_broker_may_refuse_what_the_policy_tried() {
        StealPlan tried = new StealPlan(List.of(TakeSource.Steal.anyFrom(OTHER)), Optional.empty(), List.of());
        assertThat(IdleReason.of(view(2, 0, 2, 10, 10), tried, new TakeOutcome.Empty(true)))
                .startsWith("it tried to steal, but the broker found no task that it would finish soon enough");
        assertThat(IdleReason.of(view(2, 0, 2, 10, 10), tried, NOTHING))
                .isEqualTo("it tried to steal, but others had emptied those queues");
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSED, the run is paused",
        "PLANNING, the run is not planned yet",
        "FINISHED, the run is over",
        "CANCELLED, the run is over",
        "ABSENT, the run is over",
    })
    void a_run_that_gives_out_nothing_says_so(RunState state, String words) {
        assertThat(IdleReason.of(new TakeOutcome.NotOpen(state))).contains(words);
    }

    @Test
    void a_worker_that_was_given_up_joins_again() {
        assertThat(IdleReason.of(new TakeOutcome.Fenced()))
                .contains("the run had given this worker up; it joins again");
        assertThat(IdleReason.of(NOTHING)).isEmpty();
    }

    private static StealPlan plan() {
        return new StealPlan(List.of(), Optional.of(ImbalanceThreshold.DEFAULT), List.of());
    }

    private static StealPlan refused(Reason... reasons) {
        return new StealPlan(
                List.of(),
                Optional.empty(),
                Arrays.stream(reasons)
                        .map(reason -> new StealRefusal(OTHER, reason))
                        .toList());
    }

    private static QueueView view(long depth, long retries, long done, long submitted, long planned) {
        QueueView.Queue queue = new QueueView.Queue(
                OTHER,
                QueueView.Membership.MEMBER,
                1,
                depth,
                depth * 1000,
                1000,
                new QueueView.Done(done, 0, 0, 0, 0, 0));
        long pending = depth + retries;
        return new QueueView(
                RunState.OPEN,
                Instant.EPOCH,
                List.of(queue),
                retries,
                new RunCounts(planned, submitted, pending, submitted - done - pending, done, 0, 0, 0, 0),
                List.of());
    }
}
