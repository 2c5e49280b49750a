package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.cost.FleetCosts.Member;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.plan.WorkerSpeed;

final class FleetCostsTest {

    private static final CostModel SLOW = new CostModel(4e-4, 0, 1e-5, 0.1);
    private static final Work WORK = new Work(1_000, 500_000, 1_000, 1_000, 500_000, 166_000, 27_556_000);

    private final FleetCosts costs = new FleetCosts(500);

    @Test
    void what_a_worker_can_hold_stays_whatever_its_weight_becomes() {
        for (CostModel fitted : new CostModel[] {null, SLOW}) {
            Member small = new Member(new WorkerSpeed(new WorkerId("small"), 1, 5_000), false, fitted);
            assertThat(costs.of(List.of(small, member("b", 2.5, SLOW.times(0.25))))
                            .workers()
                            .get(0)
                            .longestRecord())
                    .isEqualTo(5_000);
            assertThat(costs.of(List.of(small)).workers().get(0).longestRecord())
                    .isEqualTo(5_000);
        }
    }

    @Test
    void without_a_fit_the_published_costs_and_the_declared_weights_hold() {
        Fleet fleet = costs.of(List.of(member("a", 1, null), member("b", 2.5, null)));
        assertThat(fleet.costs()).isEqualTo(CostModel.PUBLISHED);
        assertThat(weights(fleet)).containsExactly(1.0, 2.5);
    }

    @Test
    void one_kind_of_device_keeps_its_weight_and_a_task_is_predicted_as_it_was_fitted() {
        for (double weight : new double[] {1, 2.5}) {
            Fleet fleet = costs.of(List.of(member("a", weight, SLOW), member("b", weight, SLOW)));
            assertThat(weights(fleet)).allSatisfy(each -> assertThat(each).isCloseTo(weight, within(1e-9)));
            assertThat(fleet.costs().seconds(WORK) / weight).isCloseTo(SLOW.seconds(WORK), within(1e-6));
        }
    }

    @Test
    void two_fitted_kinds_weigh_as_they_were_measured_and_not_as_the_table_says() {
        Fleet fleet = costs.of(List.of(member("a", 1, SLOW), member("b", 2.5, SLOW.times(0.25))));
        double slow = weights(fleet).get(0);
        double fast = weights(fleet).get(1);
        assertThat(fast / slow).isCloseTo(4, within(1e-9));
        assertThat(fast + slow).isCloseTo(3.5, within(1e-9));
        assertThat(fleet.costs().seconds(WORK) / slow).isCloseTo(SLOW.seconds(WORK), within(1e-6));
        assertThat(fleet.costs().seconds(WORK) / fast).isCloseTo(SLOW.seconds(WORK) / 4, within(1e-6));
    }

    @Test
    void a_kind_that_was_never_measured_is_taken_to_be_what_its_weight_says_against_the_measured_ones() {
        Fleet fleet = costs.of(List.of(member("a", 1, SLOW), member("new", 2, null)));
        assertThat(weights(fleet).get(0)).isCloseTo(1, within(1e-9));
        assertThat(weights(fleet).get(1)).isCloseTo(2, within(1e-9));
        assertThat(fleet.costs().seconds(WORK)).isCloseTo(SLOW.seconds(WORK), within(1e-6));
    }

    @Test
    void devices_that_differ_in_shape_are_mixed_by_the_work_that_they_will_do() {
        CostModel residues = new CostModel(1e-4, 0, 0, 0);
        CostModel bases = new CostModel(0, 0, 1e-4, 0);
        Fleet fleet = costs.of(List.of(member("a", 1, residues), member("b", 1, bases)));
        double shareOfResidues = fleet.costs().secondsPerResidue()
                * 166_000
                / (fleet.costs().secondsPerResidue() * 166_000 + fleet.costs().secondsPerFrameBase() * 500_000);
        // the one that reads residues is three times as fast on the reference work
        assertThat(shareOfResidues).isCloseTo(0.75, within(0.01));
    }

    @Test
    void a_weight_that_a_person_set_wins_over_what_was_measured() {
        Member told = new Member(new WorkerSpeed(new WorkerId("b"), 0.5), true, SLOW);
        Fleet fleet = costs.of(List.of(member("a", 1, SLOW), told));
        assertThat(weights(fleet).get(0)).isCloseTo(1, within(1e-9));
        assertThat(weights(fleet).get(1)).isEqualTo(0.5);
        assertThat(fleet.costs().seconds(WORK)).isCloseTo(SLOW.seconds(WORK), within(1e-6));
    }

    @Test
    void when_all_weights_were_set_they_all_hold() {
        Fleet fleet = costs.of(List.of(
                new Member(new WorkerSpeed(new WorkerId("a"), 4), true, SLOW),
                new Member(new WorkerSpeed(new WorkerId("b"), 3), true, SLOW)));
        assertThat(weights(fleet)).containsExactly(4.0, 3.0);
        assertThat(fleet.costs().seconds(WORK)).isCloseTo(3.5 * SLOW.seconds(WORK), within(1e-6));
    }

    private static Member member(String name, double weight, @Nullable CostModel fitted) {
        return new Member(new WorkerSpeed(new WorkerId(name), weight), false, fitted);
    }

    private static List<Double> weights(Fleet fleet) {
        return fleet.workers().stream().map(WorkerSpeed::weight).toList();
    }
}
