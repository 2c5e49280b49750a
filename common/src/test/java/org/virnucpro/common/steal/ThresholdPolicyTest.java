package org.virnucpro.common.steal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.WorkerId;

final class ThresholdPolicyTest {

    private static final WorkerId THIEF = new WorkerId("a");

    private final ThresholdPolicy policy = new ThresholdPolicy(ImbalanceThreshold.DEFAULT, new RoundRobinVictims());

    @ParameterizedTest
    @CsvSource({"0,3,true", "0,2,false", "1,3,true", "2,4,false", "2,5,true", "3,6,true", "4,6,false", "0,0,false"})
    void steals_only_while_the_queues_are_unequal_enough(String own, String other, boolean steals) {
        QueueView view = view(queue("a", own, Membership.MEMBER), queue("b", other, Membership.MEMBER));
        assertThat(victims(view, THIEF)).hasSize(steals ? 1 : 0);
    }

    @Test
    void victims_come_in_turn() {
        QueueView view = view(
                queue("a", "0", Membership.MEMBER),
                queue("b", "9", Membership.MEMBER),
                queue("c", "9", Membership.EXPECTED),
                queue("d", "9", Membership.MEMBER));
        List<String> rounds = new ArrayList<>();
        IntStream.range(0, 4).forEach(round -> rounds.add(names(victims(view, THIEF))));
        assertThat(rounds).containsExactly("bcd", "cdb", "dbc", "bcd");
    }

    @Test
    void the_turn_goes_on_behind_a_victim_that_has_vanished() {
        QueueView first = view(
                queue("a", "0", Membership.MEMBER),
                queue("b", "9", Membership.MEMBER),
                queue("d", "9", Membership.MEMBER));
        victims(first, THIEF);
        QueueView then = view(
                queue("a", "0", Membership.MEMBER),
                queue("c", "9", Membership.MEMBER),
                queue("d", "9", Membership.MEMBER));
        assertThat(names(victims(then, THIEF))).isEqualTo("cd");
    }

    @Test
    void itself_empty_queues_and_departed_owners_are_no_victims() {
        QueueView view = view(
                queue("a", "7", Membership.MEMBER),
                queue("b", "0", Membership.MEMBER),
                queue("c", "9", Membership.DEPARTED),
                queue("d", "3", Membership.MEMBER));
        assertThat(names(victims(view, THIEF))).isEqualTo("d");
    }

    @Test
    void a_thief_without_a_queue_counts_as_one_with_an_empty_queue() {
        QueueView view = view(queue("b", "5", Membership.MEMBER), queue("c", "4", Membership.MEMBER));
        assertThat(names(victims(view, THIEF))).isEqualTo("bc");
    }

    @Test
    void the_threshold_goes_with_every_attempt_so_that_the_broker_checks_it_again() {
        QueueView view = view(queue("a", "0", Membership.MEMBER), queue("b", "5", Membership.MEMBER));
        StealPlan plan = policy.plan(view, THIEF);
        assertThat(plan.threshold()).contains(ImbalanceThreshold.DEFAULT);
        assertThat(plan.attempts()).containsExactly(TakeSource.Steal.anyFrom(new WorkerId("b")));
        assertThat(plan.refusals()).isEmpty();
    }

    @Test
    void victims_that_are_left_alone_are_named_with_the_reason() {
        QueueView view = view(
                queue("a", "0", Membership.MEMBER),
                queue("b", "2", Membership.MEMBER),
                queue("c", "0", Membership.MEMBER));
        assertThat(policy.plan(view, THIEF).refusals())
                .containsExactly(new StealRefusal(new WorkerId("b"), StealRefusal.Reason.BALANCED));
    }

    @Test
    void a_run_without_queues_has_no_victims() {
        assertThat(victims(view(), THIEF)).isEmpty();
    }

    private List<TakeSource.Steal> victims(QueueView view, WorkerId thief) {
        return policy.plan(view, thief).attempts();
    }

    private static String names(List<TakeSource.Steal> steals) {
        return String.join(
                "", steals.stream().map(steal -> steal.victim().value()).toList());
    }

    private static QueueView view(QueueView.Queue... queues) {
        return new QueueView(
                RunState.OPEN, Instant.EPOCH, List.of(queues), 0, new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0), List.of());
    }

    private static QueueView.Queue queue(String worker, String depth, Membership membership) {
        return new QueueView.Queue(
                new WorkerId(worker), membership, 1, Long.parseLong(depth), 0, 0, new QueueView.Done(0, 0, 0, 0, 0, 0));
    }

    @Test
    void a_victim_with_only_tasks_that_are_too_large_is_refused_by_that_name_and_not_tried() {
        QueueView view = new Views()
                .queue("thief", Membership.MEMBER, 0, 100, 0)
                .queue("full", Membership.MEMBER, 9, 500, 101)
                .queue("fits", Membership.MEMBER, 9, 500, 100)
                .queue("late", Membership.EXPECTED, 9, Long.MAX_VALUE, 101)
                .view();
        StealPlan plan = new ThresholdPolicy(ImbalanceThreshold.DEFAULT).plan(view, new WorkerId("thief"));
        assertThat(plan.attempts())
                .extracting(attempt -> attempt.victim().value())
                .containsExactlyInAnyOrder("fits", "late");
        assertThat(plan.refusals())
                .containsExactly(new StealRefusal(new WorkerId("full"), StealRefusal.Reason.TOO_LARGE));
    }
}
