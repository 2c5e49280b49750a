package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.virnucpro.common.sequence.FastaException;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;

/**
 * The tasks of a run; written to disk before the first one is queued, so that another coordinator goes on with the same, and
 * again before smaller tasks take the place of one.
 *
 * @param inputs in the order of the command line
 * @param tasks by id: input order, then file order; behind those the ones that took the place of others
 * @param taskWork what each of the tasks asks of the models, in the same order
 * @param splits in whose place which tasks are
 */
public record RunPlan(List<PlannedInput> inputs, List<Task> tasks, List<Work> taskWork, List<Split> splits) {

    /**
     * A task in whose place others are.
     *
     * @param parent its id
     * @param children the ids of those, in file order
     */
    public record Split(int parent, List<Integer> children) {
        public Split {
            children = List.copyOf(children);
        }
    }

    public RunPlan {
        inputs = List.copyOf(inputs);
        tasks = List.copyOf(tasks);
        taskWork = List.copyOf(taskWork);
        splits = List.copyOf(splits);
    }

    /** Without splits. */
    public RunPlan(List<PlannedInput> inputs, List<Task> tasks, List<Work> taskWork) {
        this(inputs, tasks, taskWork, List.of());
    }

    /** Counts over all inputs. */
    public Work work() {
        return inputs.stream().map(PlannedInput::work).reduce(Work.NONE, Work::plus);
    }

    /** The tasks as they were planned, without splits. */
    public List<Task> plannedTasks() {
        int children =
                splits.stream().mapToInt(split -> split.children().size()).sum();
        return tasks.subList(0, tasks.size() - children);
    }

    /** The inputs without results, with the reason. */
    public List<PlannedInput> faultyInputs() {
        return inputs.stream().filter(input -> input.fault() != null).toList();
    }

    /**
     * Checks that there is something to do.
     *
     * @throws InputException when no input has a record: names the faults of all of them
     */
    public void requireRecords() {
        if (work().records() > 0) {
            return;
        }
        List<String> faults = new ArrayList<>();
        for (PlannedInput input : inputs) {
            InputFault fault = input.fault();
            faults.add(
                    fault == null
                            ? input.name() + ": no FASTA record: a record starts with a line that begins with '>'"
                            : fault.message());
        }
        String message =
                faults.size() == 1 ? faults.get(0) : "no input has a FASTA record:\n  " + String.join("\n  ", faults);
        boolean unreadable = inputs.stream()
                .allMatch(
                        input -> input.fault() != null && input.fault().reason().equals(InputFault.UNREADABLE_INPUT));
        throw unreadable ? new InputException(message) : new InputException(message, new FastaException(message));
    }

    /** The order in which queues are filled: costliest first. */
    public List<Task> inQueueOrder() {
        return plannedTasks().stream()
                .sorted(Comparator.comparingLong(Task::costMillis).reversed())
                .toList();
    }

    /** The tasks of one input as they were planned, in file order. */
    public List<Task> tasksOf(PlannedInput input) {
        return tasks.subList(input.firstTask(), input.firstTask() + input.tasks());
    }

    /** The tasks of one input, in file order; in the place of one that was split, unless it is done, those it was split into. */
    public List<Task> tasksOf(PlannedInput input, Predicate<TaskId> done) {
        List<Task> present = new ArrayList<>();
        tasksOf(input).forEach(task -> addPresent(task, done, present));
        return present;
    }

    /** The tasks in whose favour a task was given up; empty when it was not. */
    public List<Task> childrenOf(TaskId parent) {
        return split(parent)
                .map(split -> split.children().stream().map(tasks::get).toList())
                .orElse(List.of());
    }

    /** The plan with these halves in the place of a task. */
    RunPlan with(Task parent, List<ShardBisection.Half> halves) {
        List<Task> moreTasks = new ArrayList<>(tasks);
        List<Work> moreWork = new ArrayList<>(taskWork);
        List<Split> moreSplits = new ArrayList<>(splits);
        List<Integer> children = new ArrayList<>();
        long whole = Math.max(
                1, halves.stream().mapToLong(half -> half.work().bases()).sum());
        for (ShardBisection.Half half : halves) {
            int id = moreTasks.size();
            long cost = (long) ((double) parent.costMillis() * half.work().bases() / whole);
            moreTasks.add(new Task(new TaskId(id), 1, Math.max(1, cost), parent.home(), half.shard()));
            moreWork.add(half.work());
            children.add(id);
        }
        moreSplits.add(new Split(parent.id().index(), children));
        return new RunPlan(inputs, moreTasks, moreWork, moreSplits);
    }

    private Optional<Split> split(TaskId parent) {
        return splits.stream().filter(split -> split.parent() == parent.index()).findFirst();
    }

    private void addPresent(Task task, Predicate<TaskId> done, List<Task> present) {
        List<Task> children = done.test(task.id()) ? List.of() : childrenOf(task.id());
        if (children.isEmpty()) {
            present.add(task);
        } else {
            children.forEach(child -> addPresent(child, done, present));
        }
    }
}
