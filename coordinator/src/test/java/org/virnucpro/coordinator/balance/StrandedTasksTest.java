package org.virnucpro.coordinator.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Aside;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.WorkerId;

final class StrandedTasksTest {

    private final StrandedTasks tasks = new StrandedTasks();

    @Test
    void they_are_named_once_with_what_to_do() {
        QueueView view = view(Membership.MEMBER, new Aside(3, 2, 5_000));
        assertThat(tasks.newlyStranded(view))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("5,000 bases: 2;", "at most 1,000", "--max-sequence 5000"));
        assertThat(tasks.newlyStranded(view)).isEmpty();
    }

    @Test
    void they_are_named_again_when_they_are_back_or_others_need_more() {
        QueueView view = view(Membership.MEMBER, new Aside(3, 1, 5_000));
        tasks.newlyStranded(view);
        assertThat(tasks.newlyStranded(view(Membership.MEMBER, new Aside(3, 2, 6_000))))
                .isPresent();
        assertThat(tasks.newlyStranded(view(Membership.MEMBER, Aside.NONE))).isEmpty();
        assertThat(tasks.newlyStranded(view)).isPresent();
    }

    @Test
    void nothing_is_said_as_long_as_nobody_is_there() {
        assertThat(tasks.newlyStranded(view(Membership.DEPARTED, new Aside(3, 1, 5_000))))
                .isEmpty();
        assertThat(tasks.newlyStranded(view(Membership.MEMBER, new Aside(3, 1, 5_000))))
                .isPresent();
    }

    private static QueueView view(Membership membership, Aside aside) {
        QueueView.Queue queue = new QueueView.Queue(
                new WorkerId("w"),
                membership,
                1,
                0,
                0,
                0,
                new QueueView.Done(0, 0, 0, 0, 0, 0),
                new QueueView.Room(1_000, 0));
        RunCounts counts = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new QueueView(RunState.OPEN, Instant.EPOCH, List.of(queue), 0, counts, List.of(), aside);
    }
}
