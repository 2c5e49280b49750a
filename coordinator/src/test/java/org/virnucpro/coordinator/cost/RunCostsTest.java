package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.queue.QueueEvent.Type;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.plan.WorkerSpeed;

final class RunCostsTest {

    private static final CostModel TRUTH = new CostModel(5e-4, 1e-6, 1e-5, 0.02);
    private static final WorkerSpeed GPU = new WorkerSpeed(new WorkerId("gpu"), 1.39);

    @TempDir
    private Path folder;

    private final RunPlan plan = new RunPlan(List.of(), List.of(), works(40));

    @Test
    void what_one_run_learned_is_what_the_next_one_plans_with() {
        RunCosts first = costs("cuda", "NVIDIA L40S");
        first.learn(events("gpu", 30), plan);
        first.save();
        Fleet fleet = costs("cuda", "NVIDIA L40S").fleet(List.of(GPU));
        Work work = plan.taskWork().get(35);
        double weight = fleet.workers().get(0).weight();
        assertThat(weight).isCloseTo(1.39, within(1e-9));
        assertThat(fleet.costs().seconds(work) / weight)
                .isCloseTo(TRUTH.seconds(work), within(0.1 * TRUTH.seconds(work)));
    }

    @Test
    void costs_of_another_device_engine_or_model_are_not_taken() {
        RunCosts first = costs("cuda", "NVIDIA L40S");
        first.learn(events("gpu", 30), plan);
        first.save();
        assertThat(costs("cuda", "NVIDIA L4").fleet(List.of(GPU)).costs()).isEqualTo(CostModel.PUBLISHED);
        assertThat(costs("process", "NVIDIA L40S").fleet(List.of(GPU)).costs()).isEqualTo(CostModel.PUBLISHED);
    }

    @Test
    void the_first_task_of_every_worker_process_is_left_out() {
        RunCosts costs = costs("cuda", "NVIDIA L40S");
        List<QueueEvent> events = new ArrayList<>(events("gpu", 12));
        assertThat(events.get(0).type()).isEqualTo(Type.JOIN);
        costs.learn(events, plan);
        assertThat(costs.learned().get(0).tasks()).isEqualTo(11);
        costs.learn(List.of(event(Type.JOIN, "gpu", 0, 0), event(Type.DONE, "gpu", 12, 99)), plan);
        assertThat(costs.learned().get(0).tasks()).isEqualTo(11);
        costs.learn(List.of(event(Type.DONE, "gpu", 13, 1)), plan);
        assertThat(costs.learned().get(0).tasks()).isEqualTo(12);
    }

    @Test
    void there_is_a_line_when_a_device_is_known_and_not_at_every_task() {
        assertThat(costs("cuda", "NVIDIA L40S").learn(events("gpu", 12), plan)).hasSize(1);
    }

    @Test
    void a_worker_whose_device_nobody_knows_teaches_nothing() {
        RunCosts costs = new RunCosts(spec("cuda"), Optional.empty(), worker -> Optional.empty());
        costs.learn(events("gpu", 30), plan);
        assertThat(costs.learned()).isEmpty();
    }

    @Test
    void a_synthetic_engine_teaches_nothing_and_is_planned_with_the_published_costs() {
        RunCosts costs = costs("synthetic", "synthetic");
        costs.learn(events("gpu", 30), plan);
        assertThat(costs.learned()).isEmpty();
    }

    @Test
    void a_weight_that_is_not_the_tables_was_set_by_a_person_and_stays() {
        RunCosts first = costs("cuda", "NVIDIA L40S");
        first.learn(events("gpu", 30), plan);
        first.save();
        Fleet fleet = costs("cuda", "NVIDIA L40S").fleet(List.of(GPU, new WorkerSpeed(new WorkerId("held"), 0.5)));
        assertThat(fleet.workers().get(1).weight()).isEqualTo(0.5);
    }

    private RunCosts costs(String engine, String device) {
        return new RunCosts(
                spec(engine), Optional.of(new CostFile(folder.resolve("costs.json"))), worker -> Optional.of(device));
    }

    private static RunSpec spec(String engine) {
        return new RunSpec(
                new RunId("run"), List.of(), new DataPath("out", ""), 500, engine, "digest", StealSettings.ON);
    }

    /** A worker joins and does tasks 0, 1, 2 ..., each in the time that it really costs. */
    private List<QueueEvent> events(String worker, int tasks) {
        List<QueueEvent> events = new ArrayList<>();
        events.add(event(Type.JOIN, worker, 0, 0));
        for (int task = 0; task < tasks; task++) {
            events.add(
                    event(Type.DONE, worker, task, TRUTH.seconds(plan.taskWork().get(task))));
        }
        return events;
    }

    private static QueueEvent event(Type type, String worker, int task, double seconds) {
        Optional<TaskId> id = type == Type.DONE ? Optional.of(new TaskId(task)) : Optional.empty();
        return new QueueEvent("", Instant.EPOCH, type, id, worker, "", "", 1, Math.round(seconds * 1000));
    }

    private static List<Work> works(int count) {
        Tasks tasks = new Tasks(1);
        List<Work> works = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            works.add(tasks.work());
        }
        return works;
    }
}
