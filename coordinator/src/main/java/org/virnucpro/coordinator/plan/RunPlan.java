package org.virnucpro.coordinator.plan;

import java.util.Comparator;
import java.util.List;
import org.virnucpro.common.task.Task;

/**
 * The tasks of a run; written to disk before the first one is queued, so that another coordinator goes on with the same.
 *
 * @param inputs in the order of the command line
 * @param tasks by id: input order, then file order
 * @param taskWork what each of the tasks asks of the models, in the same order
 */
public record RunPlan(List<PlannedInput> inputs, List<Task> tasks, List<Work> taskWork) {

    public RunPlan {
        inputs = List.copyOf(inputs);
        tasks = List.copyOf(tasks);
        taskWork = List.copyOf(taskWork);
    }

    /** Counts over all inputs. */
    public Work work() {
        return inputs.stream().map(PlannedInput::work).reduce(Work.NONE, Work::plus);
    }

    /** The order in which queues are filled: costliest first. */
    public List<Task> inQueueOrder() {
        return tasks.stream()
                .sorted(Comparator.comparingLong(Task::costMillis).reversed())
                .toList();
    }

    /** The tasks of one input, in file order. */
    public List<Task> tasksOf(PlannedInput input) {
        return tasks.subList(input.firstTask(), input.firstTask() + input.tasks());
    }
}
