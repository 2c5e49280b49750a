package org.virnucpro.coordinator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.task.WorkerId;

final class PlacementTest {

    private static final WorkerId A = new WorkerId("a");
    private static final WorkerId B = new WorkerId("b");

    @Test
    void largest_tasks_are_placed_first_and_balance_out() {
        Placement placement = new Placement(List.of(new WorkerSpeed(A, 1), new WorkerSpeed(B, 1)));
        assertThat(placement.place(new long[] {10, 70, 40, 30})).containsExactly(A, A, B, B);
    }

    @Test
    void a_worker_of_twice_the_weight_gets_twice_the_cost() {
        Placement placement = new Placement(List.of(new WorkerSpeed(A, 1), new WorkerSpeed(B, 2)));
        List<WorkerId> homes = placement.place(new long[] {100, 100, 100});
        assertThat(homes).containsExactly(B, A, B);
    }

    @Test
    void ties_go_to_the_worker_named_first_so_a_plan_can_be_repeated() {
        Placement placement = new Placement(List.of(new WorkerSpeed(B, 1), new WorkerSpeed(A, 1)));
        assertThat(placement.place(new long[] {5})).containsExactly(B);
    }

    @Test
    void makespan_is_within_the_bound_of_graham_for_random_cases() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int workers = 1 + random.nextInt(8);
            List<WorkerSpeed> speeds = java.util.stream.IntStream.range(0, workers)
                    .mapToObj(index -> new WorkerSpeed(new WorkerId("w" + index), 1))
                    .toList();
            long[] costs = random.longs(1 + random.nextInt(60), 1, 1000).toArray();
            List<WorkerId> homes = new Placement(speeds).place(costs);
            long[] load = new long[workers];
            for (int task = 0; task < costs.length; task++) {
                load[Integer.parseInt(homes.get(task).value().substring(1))] += costs[task];
            }
            long total = java.util.Arrays.stream(costs).sum();
            long largest = java.util.Arrays.stream(costs).max().orElseThrow();
            double lowerBound = Math.max((double) largest, (double) total / workers);
            long makespan = java.util.Arrays.stream(load).max().orElseThrow();
            // R. L. Graham 1969: list scheduling ends within (2 - 1/m) of the optimum, LPT within 4/3 - 1/(3m)
            assertThat((double) makespan).isLessThanOrEqualTo(lowerBound * (2.0 - 1.0 / workers));
        }
    }

    @Test
    void nobody_to_place_on_is_refused() {
        assertThatThrownBy(() -> new Placement(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void no_worker_gets_a_task_that_it_cannot_hold_by_placement_or_by_exchange() {
        List<WorkerSpeed> workers = List.of(
                new WorkerSpeed(new WorkerId("small"), 10, 100), new WorkerSpeed(new WorkerId("large"), 1, 1_000));
        SplittableRandom random = new SplittableRandom(7);
        long[] costs = random.longs(200, 1, 1_000).toArray();
        long[] longest = random.longs(200, 1, 200).toArray();
        List<WorkerId> homes = new Placement(workers, 0.25).place(costs, longest);
        int small = 0;
        for (int task = 0; task < costs.length; task++) {
            boolean onSmall = homes.get(task).value().equals("small");
            assertThat(onSmall && longest[task] > 100).as("task %s", task).isFalse();
            small += onSmall ? 1 : 0;
        }
        assertThat(small).isGreaterThan(50);
    }

    @Test
    void a_task_that_nobody_can_hold_waits_at_the_roomiest_worker_and_weighs_nothing() {
        List<WorkerSpeed> workers = List.of(
                new WorkerSpeed(new WorkerId("small"), 1, 100), new WorkerSpeed(new WorkerId("large"), 1, 1_000));
        List<WorkerId> homes = new Placement(workers).place(new long[] {9_000, 10, 10}, new long[] {1_001, 1, 1});
        assertThat(homes).extracting(WorkerId::value).startsWith("large");
        assertThat(homes.subList(1, 3)).extracting(WorkerId::value).containsExactlyInAnyOrder("small", "large");
    }
}
