package org.virnucpro.coordinator.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.simulate.ScheduleResult.Execution;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Departure;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Stay;

final class SimulationTest {

    private static final WorkerId A = new WorkerId("a");
    private static final WorkerId B = new WorkerId("b");

    @Test
    void one_worker_computes_everything_one_after_another_costliest_first() {
        ScheduleResult result = run(StealSettings.ON, List.of(steady("a", 2)), 1_000, 4_000, 2_000);
        assertThat(result.makespanMillis()).isCloseTo(3_500, within(1e-6));
        assertThat(result.ratio()).isCloseTo(1, within(1e-6));
        assertThat(result.executions())
                .extracting(Execution::task)
                .extracting(TaskId::index)
                .containsExactly(1, 2, 0);
    }

    @Test
    void equal_scenarios_give_equal_results() {
        Cases cases = Cases.known(Cases.MIX).noisy().weights(Cases.Weights.WRONG);
        StealSettings random = new StealSettings(
                true,
                StealSettings.ON.interval(),
                StealSettings.Rule.THRESHOLD,
                StealSettings.ON.threshold(),
                StealSettings.Victims.RANDOM,
                StealSettings.ON.margin());
        for (StealSettings stealing : List.of(StealSettings.ON, random)) {
            assertThat(Simulation.run(cases.scenario(5, stealing)))
                    .isEqualTo(Simulation.run(cases.scenario(5, stealing)));
        }
    }

    @Test
    void every_task_is_done_once_and_no_worker_does_two_at_a_time() {
        for (long seed = 0; seed < 50; seed++) {
            Scenario scenario = Cases.known(Cases.MIX)
                    .noisy()
                    .cut(20)
                    .weights(Cases.Weights.UNKNOWN)
                    .scenario(seed, StealSettings.ON);
            ScheduleResult result = Simulation.run(scenario);
            Set<TaskId> done = new HashSet<>();
            java.util.Map<WorkerId, Double> free = new java.util.HashMap<>();
            for (Execution execution : result.executions()) {
                assertThat(done.add(execution.task())).isTrue();
                assertThat(execution.startMillis()).isGreaterThanOrEqualTo(free.getOrDefault(execution.worker(), 0.0));
                free.put(execution.worker(), execution.endMillis());
            }
            assertThat(done).hasSameSizeAs(scenario.tasks());
        }
    }

    @Test
    void a_worker_that_joins_late_steals_at_once() {
        SimulatedWorker late = worker(B, 1, new Stay(10_000, Optional.empty()));
        ScheduleResult result =
                run(StealSettings.ON, List.of(steady("a", 1), late), 20_000, 20_000, 20_000, 20_000, 20_000);
        assertThat(result.steals()).isEqualTo(2);
        assertThat(result.executions().stream()
                        .filter(execution -> execution.worker().equals(B))
                        .mapToDouble(Execution::startMillis)
                        .min())
                .hasValue(10_005);
        assertThat(result.makespanMillis()).isCloseTo(60_000, within(10.0));
    }

    @Test
    void what_a_lost_worker_held_is_computed_again_when_its_lease_has_run_out() {
        SimulatedWorker lost = worker(B, 1, new Stay(0, Optional.of(new Departure(15_000, 45_000, false))));
        for (StealSettings stealing : List.of(StealSettings.ON, StealSettings.OFF)) {
            ScheduleResult result = run(stealing, List.of(steady("a", 1), lost), 10_000, 10_000, 10_000, 10_000);
            assertThat(result.executions()).hasSize(4);
            assertThat(result.makespanMillis()).isCloseTo(55_000, within(10.0));
            assertThat(result.executions().stream()
                            .filter(execution -> execution.worker().equals(A)))
                    .hasSize(3);
        }
    }

    @Test
    void a_worker_that_leaves_in_order_finishes_its_task_and_leaves_the_rest_to_others() {
        SimulatedWorker leaving = worker(B, 1, new Stay(0, Optional.of(new Departure(15_000, 15_000, true))));
        for (StealSettings stealing : List.of(StealSettings.ON, StealSettings.OFF)) {
            ScheduleResult result =
                    run(stealing, List.of(steady("a", 1), leaving), 10_000, 10_000, 10_000, 10_000, 10_000, 10_000);
            assertThat(result.executions().stream()
                            .filter(execution -> execution.worker().equals(B)))
                    .hasSize(2);
            assertThat(result.makespanMillis()).isCloseTo(40_000, within(10.0));
        }
    }

    @Test
    void a_worker_that_comes_back_goes_on_with_its_own_queue() {
        Stay first = new Stay(0, Optional.of(new Departure(5_000, 6_000, false)));
        SimulatedWorker back = worker(B, 1, first, new Stay(20_000, Optional.empty()));
        ScheduleResult result = run(StealSettings.OFF, List.of(back), 10_000, 10_000);
        assertThat(result.executions()).extracting(Execution::startMillis).containsExactly(20_000.0, 30_000.0);
    }

    @Test
    void a_worker_that_never_comes_loses_its_queue_to_thieves() {
        List<SimulatedWorker> workers = List.of(steady("a", 1), worker(B, 1));
        List<SimulatedTask> tasks = List.of(SimulatedTask.known(10_000), SimulatedTask.known(9_000));
        List<Scenario.Placed> placed = List.of(new Scenario.Placed(0, A), new Scenario.Placed(1, B));
        ScheduleResult result =
                Simulation.run(new Scenario(workers, tasks, placed, StealSettings.ON, Scenario.Delays.DEFAULT, 1));
        assertThat(result.steals()).isEqualTo(1);
        assertThat(result.makespanMillis()).isCloseTo(19_000, within(10.0));
    }

    @Test
    void what_a_thief_saw_is_as_old_as_its_look_took() {
        Scenario.Delays slow = new Scenario.Delays(Duration.ZERO, Duration.ZERO, Duration.ofMillis(400));
        List<SimulatedTask> tasks = new ArrayList<>();
        for (int task = 0; task < 5; task++) {
            tasks.add(SimulatedTask.known(20_000));
        }
        List<SimulatedWorker> workers = List.of(worker(A, 1, Stay.ALWAYS), worker(B, 1, new Stay(1, Optional.empty())));
        ScheduleResult result = Simulation.run(Scenario.planned(workers, tasks, 0, StealSettings.ON, slow, 1));
        assertThat(result.executions().stream()
                        .filter(execution -> execution.worker().equals(B))
                        .mapToDouble(Execution::startMillis)
                        .min())
                .hasValue(401);
    }

    @Test
    void every_task_but_a_workers_last_costs_the_delay_between_tasks() {
        Scenario.Delays delays = new Scenario.Delays(Duration.ofMillis(15), Duration.ZERO, Duration.ZERO);
        List<SimulatedTask> tasks =
                List.of(SimulatedTask.known(100), SimulatedTask.known(100), SimulatedTask.known(100));
        ScheduleResult result =
                Simulation.run(Scenario.planned(List.of(steady("a", 1)), tasks, 0, StealSettings.ON, delays, 1));
        assertThat(result.makespanMillis()).isCloseTo(330, within(1e-6));
    }

    @Test
    void a_slowed_worker_takes_longer_from_the_moment_it_is_slowed() {
        SimulatedWorker slowed =
                new SimulatedWorker(A, 2, 2, List.of(Stay.ALWAYS), Optional.of(new SimulatedWorker.Drop(1_000, 0.5)));
        assertThat(run(StealSettings.ON, List.of(slowed), 6_000).makespanMillis())
                .isCloseTo(5_000, within(1e-6));
    }

    @Test
    void a_run_that_loses_its_last_worker_is_an_error_and_not_an_endless_loop() {
        SimulatedWorker lost = worker(A, 1, new Stay(0, Optional.of(new Departure(500, 30_500, false))));
        assertThatThrownBy(() -> run(StealSettings.ON, List.of(lost), 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no worker is left");
    }

    @Test
    void tries_that_come_to_nothing_are_counted_with_their_reason() {
        ScheduleResult result =
                run(StealSettings.ON, List.of(steady("a", 1), steady("b", 10)), 100, 1, 100_000, 90_000);
        assertThat(result.refused()).isPositive();
        assertThat(result.refusals()).containsKey("GUARD");
    }

    @Test
    void stolen_batches_count_every_task() {
        long[] shards = new long[200];
        java.util.Arrays.fill(shards, 1_000);
        List<SimulatedWorker> workers = List.of(worker(A, 1, Stay.ALWAYS), worker(B, 1, new Stay(1, Optional.empty())));
        ScheduleResult result = run(StealSettings.ON, workers, shards);
        assertThat(result.steals()).isBetween(95L, 105L);
        assertThat(result.ratio()).isLessThan(1.03);
    }

    @Test
    void a_thousand_workers_and_a_hundred_thousand_tasks_are_simulated() {
        Cases cases = new Cases(Cases.MIX, 1_000, 100, 0.25, Cases.Weights.WRONG, Optional.empty(), Optional.empty());
        ScheduleResult result = Simulation.run(cases.scenario(1, StealSettings.ON));
        assertThat(result.executions()).hasSize(100_000);
        assertThat(result.ratio()).isLessThan(1.05);
    }

    private static SimulatedWorker worker(WorkerId name, double speed, Stay... stays) {
        return new SimulatedWorker(name, speed, speed, List.of(stays), Optional.empty());
    }

    private static SimulatedWorker steady(String name, double speed) {
        return SimulatedWorker.steady(name, speed, speed);
    }

    private static ScheduleResult run(StealSettings stealing, List<SimulatedWorker> workers, long... millis) {
        List<SimulatedTask> tasks = new ArrayList<>();
        for (long cost : millis) {
            tasks.add(SimulatedTask.known(cost));
        }
        return Simulation.run(Scenario.planned(workers, tasks, 0, stealing, Scenario.Delays.DEFAULT, 1));
    }
}
