package org.virnucpro.common.steal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.QueueView.Membership;
import org.virnucpro.common.task.WorkerId;

final class RandomVictimsTest {

    private static final WorkerId THIEF = new WorkerId("a");
    private static final QueueView VIEW = new Views()
            .queue("a", 1, 9, 9)
            .queue("b", 1, 9, 9)
            .queue("c", 1, 9, 9)
            .queue("d", 1, 9, 9)
            .queue("e", 1, 0, 0)
            .queue("f", Membership.DEPARTED, 1, 9, 9, new QueueView.Done(0, 0, 0, 0, 0, 0))
            .view();

    @Test
    void every_round_has_all_victims_and_no_others() {
        RandomVictims victims = new RandomVictims(new SplittableRandom(1));
        Set<List<WorkerId>> orders = new HashSet<>();
        for (int round = 0; round < 200; round++) {
            List<WorkerId> order = victims.next(VIEW, THIEF);
            assertThat(order).containsExactlyInAnyOrder(new WorkerId("b"), new WorkerId("c"), new WorkerId("d"));
            orders.add(order);
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void equal_seeds_give_equal_orders() {
        RandomVictims one = new RandomVictims(new SplittableRandom(7));
        RandomVictims two = new RandomVictims(new SplittableRandom(7));
        for (int round = 0; round < 20; round++) {
            assertThat(one.next(VIEW, THIEF)).isEqualTo(two.next(VIEW, THIEF));
        }
    }
}
